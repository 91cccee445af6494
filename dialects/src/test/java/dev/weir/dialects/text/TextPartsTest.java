package dev.weir.dialects.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.DialectName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextPartsTest {

  private static final TextRewriter SHOUT = part -> part.text().toUpperCase(java.util.Locale.ROOT);

  private final List<String> seen = new ArrayList<>();
  private final TextRewriter note =
      part -> {
        seen.add(part.source() + " " + part.form() + " " + part.text());
        return part.text();
      };

  @Test
  void seesWhoSaidWhatInAChatRequest() {
    request(
        DialectName.OPENAI_CHAT,
        """
        {"model":"m","user":"u","tools":[{"type":"function","function":{"name":"t","description":"finds",
        "parameters":{"type":"object","properties":{"q":{"type":"string","description":"what","enum":["e"]}}}}}],
        "messages":[{"content":"rules","role":"system"},
        {"role":"user","name":"n","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"data:x"}},
        {"type":"file","file":{"filename":"f.txt","file_data":"QQ"}}]},
        {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"c","type":"function",
        "function":{"name":"t","arguments":"{\\"who\\":\\"J\\\\u00f6rg\\",\\"card\\":4111111111111111,\\"n\\":3}"}}]},
        {"role":"tool","tool_call_id":"c","content":"found"}]}
        """);

    assertThat(seen)
        .containsExactly(
            "SYSTEM PLAIN finds",
            "SYSTEM PLAIN what",
            "SYSTEM PLAIN rules",
            "USER PLAIN hi",
            "DOCUMENT LABEL f.txt",
            "ASSISTANT PLAIN hm",
            "ASSISTANT LABEL who",
            "ASSISTANT PLAIN Jörg",
            "ASSISTANT LABEL card",
            "ASSISTANT LABEL 4111111111111111",
            "ASSISTANT LABEL n",
            "TOOL_RESULT PLAIN found");
  }

  @Test
  void seesWhoSaidWhatInAnAnthropicRequest() {
    request(
        DialectName.ANTHROPIC,
        """
        {"system":[{"type":"text","text":"rules","cache_control":{"type":"ephemeral"}}],"metadata":{"user_id":"u"},
        "messages":[{"role":"user","content":[{"type":"document","title":"t","source":{"type":"text","media_type":"text/plain","data":"words"}},
        {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"QQ"}},
        {"type":"search_result","source":"https://x","title":"s","content":[{"type":"text","text":"r"}]}]},
        {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"enc"},
        {"type":"tool_use","id":"i","name":"t","input":{"name":"Ann","id":"7"}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"i","content":[{"type":"text","text":"found"}]}]}]}
        """);

    assertThat(seen)
        .containsExactly(
            "SYSTEM PLAIN rules",
            "DOCUMENT PLAIN t",
            "DOCUMENT PLAIN words",
            "DOCUMENT PLAIN s",
            "DOCUMENT PLAIN r",
            "SIGNED_THOUGHT PLAIN hm",
            "ASSISTANT LABEL name",
            "ASSISTANT PLAIN Ann",
            "ASSISTANT LABEL id",
            "ASSISTANT PLAIN 7",
            "TOOL_RESULT PLAIN found");
  }

  @Test
  void seesWhoSaidWhatInAResponsesRequest() {
    request(
        DialectName.OPENAI_RESPONSES,
        """
        {"instructions":"rules","input":[{"role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_file","filename":"f","file_data":"QQ"}]},
        {"type":"reasoning","id":"r","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"enc"},
        {"type":"function_call","call_id":"c","name":"t","arguments":"{\\"q\\":\\"cut"},
        {"type":"custom_tool_call","call_id":"d","name":"u","input":"free"},
        {"type":"function_call_output","call_id":"c","output":"found"}],"prompt":{"id":"p","variables":{"v":"filled"}}}
        """);

    assertThat(seen)
        .containsExactly(
            "SYSTEM PLAIN rules",
            "USER PLAIN hi",
            "DOCUMENT LABEL f",
            "ASSISTANT PLAIN hm",
            "ASSISTANT JSON {\"q\":\"cut",
            "ASSISTANT PLAIN free",
            "TOOL_RESULT PLAIN found",
            "USER PLAIN filled");
  }

  @Test
  void seesWhoSaidWhatInAGeminiRequest() {
    request(
        DialectName.GEMINI,
        """
        {"system_instruction":{"parts":[{"text":"rules"}]},"contents":[{"role":"user","parts":[{"text":"hi"},{"inlineData":{"mimeType":"image/png","data":"QQ"}}]},
        {"role":"model","parts":[{"functionCall":{"name":"t","args":{"name":"Ann"}},"thoughtSignature":"sig"}]},
        {"role":"user","parts":[{"functionResponse":{"name":"t","response":{"url":"found"}}}]}]}
        """);

    assertThat(seen)
        .containsExactly(
            "SYSTEM PLAIN rules",
            "USER PLAIN hi",
            "ASSISTANT LABEL name",
            "ASSISTANT PLAIN Ann",
            "TOOL_RESULT LABEL url",
            "TOOL_RESULT PLAIN found");
  }

  @Test
  void changesTextsAndNoOtherByte() {
    String body =
        " {\"model\" : \"m\\u0061\", \"x\":1e5,\"messages\":[ {\"role\":\"user\",\"content\":\"caf\\u00e9 \\ud83d\\ude00\"} ,"
            + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"t\",\"arguments\":\"{ \\\"q\\\" : \\\"a\\\\nb\\\"}\"}}]}] }\n";

    assertThat(changed(DialectName.OPENAI_CHAT, body))
        .isEqualTo(
            " {\"model\" : \"m\\u0061\", \"x\":1e5,\"messages\":[ {\"role\":\"user\",\"content\":\"CAFÉ \ud83d\ude00\"} ,"
                + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"t\",\"arguments\":\"{ \\\"Q\\\" : \\\"A\\\\nB\\\"}\"}}]}] }\n");
  }

  @Test
  void givesTheSameBytesWhereNothingChanges() {
    byte[] body = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes(UTF_8);

    var same = TextParts.rewriteRequest(DialectName.OPENAI_CHAT, body, body.length, note);

    assertThat(same.orElseThrow().array()).isSameAs(body);
  }

  @Test
  void leavesSignedThoughtsHoweverTheyAreRewritten() {
    String body =
        "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"}]}]}";

    assertThat(changed(DialectName.ANTHROPIC, body)).isEqualTo(body);
  }

  @Test
  void takesNoRequestThatSaysAMemberTwice() {
    byte[] body = "{\"messages\":[{\"content\":\"a\",\"content\":\"b\"}]}".getBytes(UTF_8);

    assertThat(TextParts.rewriteRequest(DialectName.OPENAI_CHAT, body, body.length, note))
        .isEmpty();
  }

  @Test
  void writesHalvesOfSurrogatesAsEscapes() {
    String body = "{\"messages\":[{\"content\":\"a\\ud83d\"}]}";

    assertThat(changed(DialectName.OPENAI_CHAT, body))
        .isEqualTo("{\"messages\":[{\"content\":\"A\\ud83d\"}]}");
  }

  private void request(DialectName dialect, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    assertThat(TextParts.rewriteRequest(dialect, bytes, bytes.length, note)).isPresent();
  }

  private static String changed(DialectName dialect, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    ByteBuffer changed =
        TextParts.rewriteRequest(dialect, bytes, bytes.length, SHOUT).orElseThrow();
    return UTF_8.decode(changed).toString();
  }
}
