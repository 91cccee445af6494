package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.document;
import static dev.weir.dialects.golden.Translation.gathered;
import static dev.weir.dialects.golden.Translation.json;
import static dev.weir.dialects.golden.Translation.request;
import static dev.weir.dialects.golden.Translation.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.openai.ChatStream;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each dialect's counts mean in another: one test for each rule that is easy to get wrong. */
final class UsageRulesTest {

  private static final String CLAUDE =
      """
      {"id":"a","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"x"}],
       "stop_reason":"end_turn","usage":{"input_tokens":5,"cache_read_input_tokens":30,
       "cache_creation_input_tokens":200,"output_tokens":7}}
      """;

  private static final String CHAT_TEXT =
      "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}";
  private static final String CHAT_END =
      "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
  private static final String CHAT_USAGE =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}";

  @Test
  void addsClaudesCacheToThePromptTokensOfChat() {
    assertThat(document(ANTHROPIC, OPENAI_CHAT, CLAUDE).path("usage"))
        .isEqualTo(
            json(
                """
                {"prompt_tokens":235,"completion_tokens":7,"total_tokens":242,
                 "prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":200,"audio_tokens":0},
                 "completion_tokens_details":{"reasoning_tokens":0}}
                """));
  }

  @Test
  void takesTheCacheOutOfThePromptTokensForClaudesCallers() {
    JsonNode usage =
        document(
                OPENAI_CHAT,
                ANTHROPIC,
                """
                {"id":"c","model":"m","choices":[{"index":0,"message":{"content":"x"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":235,"completion_tokens":7,"total_tokens":242,
                 "prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":200}}}
                """)
            .path("usage");

    assertThat(usage.path("input_tokens").asInt()).isEqualTo(5);
    assertThat(usage.path("cache_read_input_tokens").asInt()).isEqualTo(30);
    assertThat(usage.path("cache_creation_input_tokens").asInt()).isEqualTo(200);
    assertThat(usage.path("output_tokens").asInt()).isEqualTo(7);
  }

  private static TokenCounts claude(String start, String delta) {
    String[] stream = {
      "{\"type\":\"message_start\",\"message\":{\"id\":\"a\",\"model\":\"m\",\"content\":[],\"usage\":"
          + start
          + "}}",
      "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
          + delta
          + "}"
    };
    return Gathered.of(Pieces.read(Dialects.of(ANTHROPIC), stream(ANTHROPIC, stream))).counts();
  }

  @Test
  void countsTheCacheOnceThoughTheStartAndTheEndBothSayIt() {
    String same =
        "\"input_tokens\":5,\"cache_read_input_tokens\":30,\"cache_creation_input_tokens\":0";

    assertThat(claude("{" + same + ",\"output_tokens\":1}", "{" + same + ",\"output_tokens\":7}"))
        .isEqualTo(new TokenCounts(5, 30, 0, 7, 0, 0, 0));
  }

  @Test
  void tellsWhatClaudeKeepsForAnHourFromWhatItKeepsForMinutes() {
    String cached =
        "{\"input_tokens\":5,\"cache_creation_input_tokens\":300,\"cache_creation\":"
            + "{\"ephemeral_5m_input_tokens\":200,\"ephemeral_1h_input_tokens\":100},\"output_tokens\":1}";

    TokenCounts counts = claude(cached, "{\"output_tokens\":7}");

    assertThat(counts)
        .isEqualTo(new TokenCounts(5, 0, 300, 7, 0, 0, 0, new TokenCounts.Parts(100, 0, 0, 0)));
    assertThat(counts.total()).isEqualTo(312);
  }

  @Test
  void neverKeepsMoreForAnHourThanWasWritten() {
    assertThat(
            claude(
                "{\"input_tokens\":5,\"cache_creation_input_tokens\":300,\"cache_creation\":"
                    + "{\"ephemeral_1h_input_tokens\":300},\"output_tokens\":1}",
                "{\"cache_creation_input_tokens\":30,\"output_tokens\":7}"))
        .isEqualTo(new TokenCounts(5, 0, 30, 7, 0, 0, 0, new TokenCounts.Parts(30, 0, 0, 0)));
  }

  @Test
  void tellsWhatAnOpenAiModelHeardFromWhatItSaidAndPainted() {
    JsonNode usage =
        document(
                OPENAI_CHAT,
                OPENAI_CHAT,
                """
                {"id":"c","model":"m","choices":[{"index":0,"message":{"content":"x"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":50,"completion_tokens":70,"total_tokens":120,
                 "prompt_tokens_details":{"audio_tokens":10,"image_tokens":5},
                 "completion_tokens_details":{"audio_tokens":30,"image_tokens":20}}}
                """)
            .path("usage");

    assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(50);
    assertThat(usage.path("completion_tokens").asInt()).isEqualTo(70);
    assertThat(usage.at("/prompt_tokens_details/audio_tokens").asInt()).isEqualTo(10);
    assertThat(usage.at("/completion_tokens_details/audio_tokens").asInt()).isEqualTo(30);
    assertThat(usage.at("/completion_tokens_details/image_tokens").asInt()).isEqualTo(20);
  }

  @Test
  void letsTheEndCorrectTheStartAndNullsNot() {
    assertThat(
            claude(
                "{\"input_tokens\":5,\"output_tokens\":1}",
                "{\"input_tokens\":8,\"cache_read_input_tokens\":null,\"output_tokens\":7}"))
        .isEqualTo(TokenCounts.of(8, 7));
    assertThat(
            claude(
                "{\"input_tokens\":5,\"output_tokens\":1}",
                "{\"input_tokens\":null,\"output_tokens\":7}"))
        .isEqualTo(TokenCounts.of(5, 7));
  }

  @Test
  void addsGeminisThoughtsToItsCandidatesAndToolResultsToItsPrompt() {
    JsonNode usage =
        document(
                GEMINI,
                OPENAI_CHAT,
                """
                {"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}],
                 "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5,
                  "thoughtsTokenCount":7,"toolUsePromptTokenCount":3,"totalTokenCount":25}}
                """)
            .path("usage");

    assertThat(usage.path("completion_tokens").asInt()).isEqualTo(12);
    assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asInt()).isEqualTo(7);
    assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(13);
    assertThat(usage.path("total_tokens").asInt()).isEqualTo(25);
  }

  @Test
  void takesTheLastOfCountsThatGrowAndNeverTheirSum() {
    String[] stream = {
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":1}}",
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]}}],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":3}}",
      "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":4}}"
    };

    assertThat(gathered(GEMINI, OPENAI_CHAT, stream).at("/usage/total_tokens").asInt())
        .isEqualTo(13);
  }

  @Test
  void asksForTheUsageOfAStreamAndLeavesItOutWhereNobodyElseDid() {
    assertThat(
            request(
                    OPENAI_CHAT,
                    OPENAI_CHAT,
                    "m",
                    "{\"model\":\"m\",\"stream\":true,\"messages\":[]}")
                .at("/stream_options/include_usage")
                .asBoolean())
        .isTrue();
    byte[] stream = stream(OPENAI_CHAT, CHAT_TEXT, CHAT_END, CHAT_USAGE, "[DONE]");
    ByteBuffer passed = new ChatStream(true).accept(stream, 0, stream.length);
    assertThat(UTF_8.decode(passed).toString())
        .isEqualTo(new String(stream(OPENAI_CHAT, CHAT_TEXT, CHAT_END, "[DONE]"), UTF_8));
  }

  @Test
  void countsTheUsageOfAResponseThatIsIncomplete() {
    JsonNode answer =
        gathered(
            OPENAI_RESPONSES,
            OPENAI_CHAT,
            "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\",\"status\":\"in_progress\",\"output\":[]}}",
            "{\"type\":\"response.incomplete\",\"response\":{\"id\":\"r\",\"model\":\"m\",\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[],\"usage\":{\"input_tokens\":9,\"output_tokens\":16,\"total_tokens\":25}}}");

    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(25);
  }

  @Test
  void takesTheUsageOfAChunkWithoutChoices() {
    assertThat(
            gathered(OPENAI_CHAT, ANTHROPIC, CHAT_TEXT, CHAT_END, CHAT_USAGE)
                .at("/usage/output_tokens")
                .asInt())
        .isEqualTo(4);
  }

  @Test
  void takesAzuresFirstChunkForNoBeginning() {
    List<AnswerEvent> events =
        Pieces.read(
            Dialects.of(OPENAI_CHAT),
            stream(
                OPENAI_CHAT,
                "{\"id\":\"\",\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}",
                CHAT_TEXT,
                CHAT_END));

    assertThat(events.getFirst()).isEqualTo(new AnswerEvent.Started("c", "m", 0));
    assertThat(events.stream().filter(AnswerEvent.Started.class::isInstance)).hasSize(1);
  }
}
