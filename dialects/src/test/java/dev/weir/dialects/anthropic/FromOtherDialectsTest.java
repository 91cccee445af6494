package dev.weir.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of Chat callers, written for Anthropic. */
final class FromOtherDialectsTest {

  private final Losses losses = new Losses();

  private static CanonicalRequest chat(String body) {
    Reading reading = ChatDialect.ofOpenAi().read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING);
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).request();
  }

  private JsonNode written(String body) {
    byte[] written = new AnthropicDialect().write(chat(body), losses).body();
    return Json.tree(written, 0, written.length).orElseThrow();
  }

  private JsonNode messages(String messages) {
    return written("{\"model\":\"claude-sonnet-4-5\",\"messages\":[" + messages + "]}");
  }

  private JsonNode with(String model, String fields) {
    String body =
        "{'model':'" + model + "','messages':[{'role':'user','content':'hi'}]," + fields + "}";
    return written(body.replace('\'', '"'));
  }

  private static JsonNode json(String text) {
    return Json.tree(text.replace('\'', '"')).orElseThrow();
  }

  @Test
  void hoistsLeadingInstructionsAndKeepsLaterOnesInTheirPlace() {
    JsonNode written =
        messages(
            """
            {"role":"system","content":"one"},{"role":"developer","content":"two"},
            {"role":"user","content":"a"},{"role":"assistant","content":"b"},
            {"role":"system","content":"three"},{"role":"user","content":"c"}
            """);

    assertThat(written.path("system"))
        .isEqualTo(json("[{'type':'text','text':'one'},{'type':'text','text':'two'}]"));
    assertThat(written.path("messages"))
        .isEqualTo(
            json(
                """
                [{'role':'user','content':'a'},{'role':'assistant','content':'b'},
                 {'role':'user','content':[
                   {'type':'text','text':'<system>\\nthree\\n</system>'},
                   {'type':'text','text':'c'}]}]
                """));
    assertThat(losses.dropped()).isEmpty();
  }

  @Test
  void takesInstructionsAloneForWhatTheUserSays() {
    JsonNode written = messages("{\"role\":\"system\",\"content\":\"write a poem\"}");

    assertThat(written.path("messages"))
        .isEqualTo(json("[{'role':'user','content':'write a poem'}]"));
    assertThat(written.has("system")).isFalse();
  }

  @Test
  void mergesNeighboursAndLeavesEmptyTurnsOut() {
    JsonNode written =
        messages(
            """
            {"role":"assistant","content":"hello"},{"role":"user","content":"a"},
            {"role":"assistant","content":""},{"role":"user","content":"b"}
            """);

    assertThat(written.path("messages"))
        .isEqualTo(
            json(
                """
                [{'role':'user','content':'(The assistant speaks first.)'},
                 {'role':'assistant','content':'hello'},
                 {'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}]
                """));
  }

  @Test
  void mergesParallelResultsIntoOneTurnBeforeAllElse() {
    JsonNode written =
        messages(
            """
            {"role":"user","content":"q"},
            {"role":"assistant","content":null,"tool_calls":[
              {"id":"t1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}},
              {"id":"t2","type":"function","function":{"name":"g","arguments":""}}]},
            {"role":"tool","tool_call_id":"t1","content":"one"},
            {"role":"user","content":"meanwhile"},
            {"role":"tool","tool_call_id":"t2","content":"two"}
            """);

    assertThat(written.at("/messages/1/content"))
        .isEqualTo(
            json(
                """
                [{'type':'tool_use','id':'t1','name':'f','input':{'a':1}},
                 {'type':'tool_use','id':'t2','name':'g','input':{}}]
                """));
    assertThat(written.at("/messages/2/content"))
        .isEqualTo(
            json(
                """
                [{'type':'tool_result','tool_use_id':'t1','content':'one'},
                 {'type':'tool_result','tool_use_id':'t2','content':'two'},
                 {'type':'text','text':'meanwhile'}]
                """));
  }

  @Test
  void tellsOrphanResultsAsText() {
    JsonNode written =
        messages(
            """
            {"role":"user","content":"q"},{"role":"assistant","content":"a"},
            {"role":"tool","tool_call_id":"gone","content":"42"}
            """);

    assertThat(written.at("/messages/2/content"))
        .isEqualTo(
            json(
                """
                [{'type':'text','text':'Result of the tool call gone:'},
                 {'type':'text','text':'42'}]
                """));
  }

  @Test
  void makesIdsThatAnthropicTakes() {
    JsonNode written =
        messages(
            """
            {"role":"user","content":"q"},
            {"role":"assistant","tool_calls":[{"id":"functions.f:0","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"functions.f:0","content":"1"},
            {"role":"assistant","tool_calls":[{"id":"functions.f:0","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"functions.f:0","content":"2"}
            """);

    assertThat(written.at("/messages/1/content/0/id").textValue()).isEqualTo("functions_f_0");
    assertThat(written.at("/messages/2/content/0/tool_use_id").textValue())
        .isEqualTo("functions_f_0");
    assertThat(written.at("/messages/3/content/0/id").textValue()).isEqualTo("functions_f_0_");
    assertThat(written.at("/messages/4/content/0/tool_use_id").textValue())
        .isEqualTo("functions_f_0_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\\\"a\\\":\\\"b", "[1]", "\\\"x\\\"", "nonsense"})
  void makesArgumentsThatAreNoObjectAnEmptyOneWithANote(String arguments) {
    JsonNode written =
        messages(
            "{\"role\":\"user\",\"content\":\"q\"},"
                + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"t\",\"function\":"
                + "{\"name\":\"f\",\"arguments\":\""
                + arguments
                + "\"}}]}");

    assertThat(written.at("/messages/1/content/0/input")).isEqualTo(Json.newObject());
    assertThat(losses.dropped()).containsExactly("arguments");
  }

  @Test
  void givesBackOnlyWhatAnthropicSigned() {
    JsonNode written =
        messages(
            """
            {"role":"user","content":"q"},
            {"role":"assistant","content":"a","reasoning_details":[
              {"type":"reasoning.text","text":"t","signature":"s","format":"anthropic-claude-v1"},
              {"type":"reasoning.encrypted","data":"b","format":"amazon-bedrock-converse"},
              {"type":"reasoning.text","text":"u","signature":"s","format":"google-gemini-v1"},
              {"type":"reasoning.encrypted","data":"d","format":"openai-responses-v1"}]}
            """);

    assertThat(written.at("/messages/1/content"))
        .isEqualTo(
            json(
                """
                [{'type':'thinking','thinking':'t','signature':'s'},
                 {'type':'redacted_thinking','data':'b'},{'type':'text','text':'a'}]
                """));
    assertThat(losses.dropped()).containsExactly("thinking");
  }

  @Test
  void writesImagesAndDocuments() {
    JsonNode written =
        messages(
            """
            {"role":"user","content":[
              {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
              {"type":"image_url","image_url":{"url":"https://example.org/a.png","detail":"low"}},
              {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,CCCC"}},
              {"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,aGk="}}]}
            """);

    assertThat(written.at("/messages/0/content"))
        .isEqualTo(
            json(
                """
                [{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AAAA'}},
                 {'type':'image','source':{'type':'url','url':'https://example.org/a.png'}},
                 {'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'CCCC'},'title':'a.pdf'},
                 {'type':'document','source':{'type':'text','media_type':'text/plain','data':'hi'},'title':'a.txt'}]
                """));
    assertThat(losses.dropped()).containsExactly("detail");
    assertThat(losses.refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'input_audio','input_audio':{'data':'BB','format':'mp3'}}|content: audio",
        "{'type':'file','file':{'file_id':'file-1'}}|content: a file by its id",
        "{'type':'file','file':{'file_data':'data:application/zip;base64,AA'}}|content: a document that is neither PDF nor text",
        "{'type':'image_url','image_url':{'url':'gs://bucket/a.png'}}|content: an address outside the web",
        "{'type':'novelty'}|content: novelty",
      })
  void refusesWhatAnthropicCannotSee(String part, String name) {
    messages("{\"role\":\"user\",\"content\":[" + part.replace('\'', '"') + "]}");

    assertThat(losses.refused()).containsExactly(name);
  }

  @Test
  void keepsMarksOfTheCache() {
    JsonNode written =
        messages(
            """
            {"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}]},
            {"role":"user","content":[{"type":"text","text":"u","cache_control":{"type":"ephemeral"}}]}
            """);

    assertThat(written.at("/system/0/cache_control"))
        .isEqualTo(json("{'type':'ephemeral','ttl':'1h'}"));
    assertThat(written.at("/messages/0/content/0/cache_control"))
        .isEqualTo(json("{'type':'ephemeral'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'tool_choice':'auto';{'type':'auto'}",
        "'tool_choice':'none';{'type':'none'}",
        "'tool_choice':'required';{'type':'any'}",
        "'tool_choice':'required','parallel_tool_calls':false;{'type':'any','disable_parallel_tool_use':true}",
        "'parallel_tool_calls':false;{'type':'auto','disable_parallel_tool_use':true}",
        "'tool_choice':'none','parallel_tool_calls':false;{'type':'none'}",
        "'tool_choice':{'type':'function','function':{'name':'f'}};{'type':'tool','name':'f'}",
      })
  void choosesTools(String fields, String choice) {
    JsonNode written =
        with(
            "claude-sonnet-4-5", "'tools':[{'type':'function','function':{'name':'f'}}]," + fields);

    assertThat(written.path("tool_choice")).isEqualTo(json(choice));
    assertThat(written.path("tools"))
        .isEqualTo(json("[{'name':'f','input_schema':{'type':'object'}}]"));
  }

  @Test
  void writesTheAllowedToolsAlone() {
    JsonNode written =
        with(
            "claude-sonnet-4-5",
            """
            'tools':[{'type':'function','function':{'name':'f'}},
                     {'type':'function','function':{'name':'g','strict':true,'parameters':
                       {'type':'object','properties':{'a':{'type':'object','properties':{}}}}}}],
            'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':
              [{'type':'function','function':{'name':'g'}}]}}
            """);

    assertThat(written.path("tools"))
        .isEqualTo(
            json(
                """
                [{'name':'g','input_schema':{'type':'object','properties':{'a':
                   {'type':'object','properties':{},'additionalProperties':false}},
                   'additionalProperties':false},'strict':true}]
                """));
    assertThat(written.at("/tool_choice/type").textValue()).isEqualTo("any");
  }

  @Test
  void refusesToolsOfOtherProviders() {
    with("claude-sonnet-4-5", "'tools':[{'type':'mystery','mystery':{'name':'x'}}]");

    assertThat(losses.refused()).containsExactly("tools: mystery");
  }

  @Test
  void writesASchemaClosed() {
    JsonNode written =
        with(
            "claude-sonnet-4-5",
            """
            'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':
              {'type':'object','properties':{'l':{'type':'array','items':{'type':'object'}},
                'open':{'type':'object','additionalProperties':true}}}}}
            """);

    assertThat(written.path("output_config"))
        .isEqualTo(
            json(
                """
                {'format':{'type':'json_schema','schema':
                  {'type':'object','properties':{'l':{'type':'array','items':
                     {'type':'object','additionalProperties':false}},
                    'open':{'type':'object','additionalProperties':true}},
                   'additionalProperties':false}}}
                """));
  }

  @Test
  void refusesASchemaForModelsThatTakeNone() {
    with(
        "claude-3-7-sonnet-20250219",
        "'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{}}}");

    assertThat(losses.refused()).containsExactly("response_format");
  }

  @Test
  void asksForAnyJsonInWords() {
    JsonNode written = with("claude-sonnet-4-5", "'response_format':{'type':'json_object'}");

    assertThat(written.path("system").textValue()).contains("JSON object");
    assertThat(losses.dropped()).containsExactly("response_format");
  }

  @Test
  void namesParametersThatItCannotSay() {
    JsonNode written =
        with(
            "claude-sonnet-4-0",
            """
            'temperature':1.7,'top_p':0.5,'seed':1,'frequency_penalty':1,'presence_penalty':1,
            'logprobs':true,'stop':['END','\\n'],'service_tier':'flex','user':'u','logit_bias':{'1':1}
            """);

    assertThat(losses.dropped())
        .containsExactly(
            "temperature",
            "frequency_penalty",
            "presence_penalty",
            "seed",
            "logprobs",
            "stop",
            "service_tier",
            "logit_bias");
    assertThat(losses.refused()).isEmpty();
    assertThat(written.path("stop_sequences")).isEqualTo(json("['END']"));
    assertThat(written.at("/metadata/user_id").textValue()).isEqualTo("u");
    assertThat(Json.text(written)).contains("\"top_p\":0.5");
  }

  @Test
  void refusesSeveralChoicesAndSearchesOfTheProvider() {
    with("claude-sonnet-4-5", "'n':2,'web_search_options':{}");

    assertThat(losses.refused()).containsExactly("n", "web_search_options");
  }

  @ParameterizedTest
  @CsvSource({"default,standard_only", "auto,auto", "priority,auto"})
  void asksForTiersByTheirNamesHere(String tier, String name) {
    assertThat(
            with("claude-sonnet-4-5", "'service_tier':'" + tier + "'")
                .path("service_tier")
                .textValue())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "claude-opus-4-0,true,true",
    "claude-sonnet-4-5-20250929,true,false",
    "claude-opus-4-6,true,false",
    "claude-opus-4-7,false,false",
    "claude-sonnet-5-5,false,false",
    "deepseek-chat,true,true",
  })
  void leavesSamplingOutForModelsThatRefuseIt(String model, boolean temperature, boolean topP) {
    JsonNode written = with(model, "'temperature':0.20,'top_p':0.99");

    assertThat(written.has("temperature")).isEqualTo(temperature);
    assertThat(written.has("top_p")).isEqualTo(topP);
    assertThat(losses.dropped().contains("temperature")).isEqualTo(!temperature);
    assertThat(losses.dropped().contains("top_p")).isEqualTo(!topP);
  }

  @Test
  void fillsInTheLimitThatAnthropicDemands() {
    assertThat(with("claude-sonnet-4-5", "'n':1").path("max_tokens").intValue()).isEqualTo(4096);
    assertThat(with("claude-sonnet-4-5", "'max_completion_tokens':7").path("max_tokens").intValue())
        .isEqualTo(7);
  }
}
