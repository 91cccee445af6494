package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hard limits that are kept by credit, from socket to socket; the grantor is in memory. */
final class CreditTest extends CreditCase {

  private static final String TOKENS = "{id: all, unit: tokens, window: total, max: 600}";

  private static final String CLAUDE_START =
      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","
          + "\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-opus-4-1\",\"content\":[],"
          + "\"stop_reason\":null,\"stop_sequence\":null,"
          + "\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}\n\n"
          + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
          + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";

  private static final String CLAUDE_EVENT =
      "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
          + "\"delta\":{\"type\":\"text_delta\",\"text\":\""
          + PART
          + "\"}}\n\n";

  private static final String ELEMENT =
      "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\""
          + PART
          + "\"}]},\"index\":0}]}";

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void endsAChatStreamForLengthWhenItsCreditEnds() throws Exception {
    limited(TOKENS);

    String answer = post("/v1/chat/completions", CHAT).body();

    assertThat(answer).endsWith("data: [DONE]\n\n").doesNotContain("\"error\"");
    String[] events = answer.split("\n\n", -1);
    JsonNode last = json.readTree(events[events.length - 3].substring("data: ".length()));
    assertThat(last.at("/object").asText()).isEqualTo("chat.completion.chunk");
    assertThat(last.at("/id").asText()).isNotEmpty();
    assertThat(last.at("/model").asText()).isEqualTo("m-1");
    assertThat(last.at("/choices/0/delta").size()).isZero();
    assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    upstream.awaitHangUp();
  }

  @Test
  void refusesWhoAsksForMoreThanAnyModelCanSay() throws Exception {
    limited(TOKENS);

    HttpResponse<String> answer =
        post("/v1/chat/completions", CHAT.replace("\"stream\":true", "\"max_tokens\":2147483647"));

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("\"code\":\"quota_exceeded\"");
  }

  @Test
  void recordsWhatAStreamHadWrittenWhenItsCreditEnded() throws Exception {
    limited(TOKENS);

    String answer = post("/v1/chat/completions", CHAT).body();

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getOutputTokens()).isEqualTo(TokenEstimate.ofText(written(answer)));
    assertThat(usage.getReservedTokens()).isGreaterThan(256).isLessThanOrEqualTo(600);
    ExchangeEnd end = gateway.log.nextEnd();
    assertThat(end.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(end.getCode()).isEqualTo("quota_exceeded");
  }

  @Test
  void keepsAheadOfAProviderThatWritesMuchAtOnce() throws Exception {
    upstream.script(ScriptedUpstream.events(CHAT_EVENT.repeat(400), "data: [DONE]\n\n"));
    limited("{id: all, unit: tokens, window: total, max: 1000000}");

    assertThat(post("/v1/chat/completions", CHAT).body()).endsWith("data: [DONE]\n\n");

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(usage.getReservedTokens()).isGreaterThan(usage.getOutputTokens());
  }

  @Test
  void endsAnthropicsOwnStreamWithItsBlockClosedAndMaxTokens() throws Exception {
    upstream.script(endless(CLAUDE_START, CLAUDE_EVENT, "text/event-stream"));
    limited(TOKENS);

    String answer = post("/v1/messages", messages("opus")).body();

    String tail = answer.substring(answer.lastIndexOf("content_block_delta"));
    assertThat(tail)
        .containsSubsequence(
            "event: content_block_stop",
            "\"index\":0",
            "event: message_delta",
            "\"stop_reason\":\"max_tokens\"",
            "event: message_stop")
        .doesNotContain("error");
    assertThat(answer).containsOnlyOnce("event: message_start");
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getInputTokens()).isEqualTo(10);
    assertThat(usage.getOutputTokens()).isEqualTo(TokenEstimate.ofText(written(answer)));
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/messages | {\"model\":\"slow\",\"max_tokens\":9000,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | \"stop_reason\":\"max_tokens\" | event: message_stop",
        "/v1/responses | {\"model\":\"slow\",\"stream\":true,\"input\":\"hi\"} | max_output_tokens | response.incomplete",
        "/v1beta/models/slow:streamGenerateContent?alt=sse | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]} | MAX_TOKENS | MAX_TOKENS"
      })
  void endsATranslatedStreamForLengthInTheCallersDialect(
      String path, String body, String reason, String end) throws Exception {
    limited(TOKENS);

    String answer = post(path, body).body();

    assertThat(answer).contains(reason, end).doesNotContain("quota_exceeded");
  }

  @Test
  void endsAnArrayOfGeminisAsOneThatCanBeRead() throws Exception {
    upstream.script(endless("[" + ELEMENT, "," + ELEMENT, "application/json"));
    limited(TOKENS);

    String answer =
        post(
                "/v1beta/models/gem:streamGenerateContent",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}")
            .body();

    JsonNode elements = json.readTree(answer);
    assertThat(elements.isArray()).isTrue();
    assertThat(elements.get(elements.size() - 1).at("/candidates/0/finishReason").asText())
        .isEqualTo("MAX_TOKENS");
  }

  /**
   * Of 500 a stream can have its first slice and no second one: what it leaves is less than another
   * one asks for, however much the provider writes between two looks.
   */
  @Test
  void refusesTheNextRequestAndSaysWhichLimitIsSpent() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 500}");
    post("/v1/chat/completions", CHAT);
    assertThat(gateway.log.next(Usage.class).getOutcome()).isEqualTo(Outcome.CUT);

    HttpResponse<String> answer = post("/v1/chat/completions", CHAT);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body())
        .contains("\"code\":\"quota_exceeded\"", "\"limit\":\"all\"", "\"max\":500");
    assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(answer.headers().firstValue("x-ratelimit-limit-tokens")).hasValue("500");
    assertThat(answer.headers().firstValue("x-ratelimit-remaining-tokens"))
        .hasValueSatisfying(it -> assertThat(Long.parseLong(it)).isBetween(0L, 500L));
    assertThat(upstream.asked()).hasSize(1);
  }

  @Test
  void givesTheNextRequestWhatOneLeavesThatWroteTooMuchAtOnce() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, CHAT_EVENT.repeat(6));
      new CountDownLatch(1).await();
      return true;
    });
    limited(TOKENS);
    post("/v1/chat/completions", CHAT);
    Usage cut = gateway.log.next(Usage.class);
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, "data: [DONE]\n\n"));

    HttpResponse<String> answer = post("/v1/chat/completions", CHAT);

    assertThat(cut.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(answer.statusCode()).isEqualTo(200);
    Usage next = gateway.log.next(Usage.class);
    assertThat(tokens(cut) + next.getReservedTokens()).isLessThanOrEqualTo(600);
  }

  @Test
  void namesTheBindingLimitInTheHeadersOfAnAnswer() throws Exception {
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, "data: [DONE]\n\n"));
    limited(
        "{id: wide, unit: tokens, window: day, max: 90000}, {id: few, unit: requests, window: day,"
            + " max: 2}");
    post("/v1/chat/completions", CHAT);
    gateway.log.next(Usage.class);

    HttpResponse<String> answer = post("/v1/chat/completions", CHAT);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-ratelimit-limit-requests")).hasValue("2");
    assertThat(answer.headers().firstValue("x-ratelimit-remaining-requests")).hasValue("1");
    assertThat(answer.headers().firstValue("x-ratelimit-reset-requests")).isPresent();
    assertThat(answer.headers().firstValue("x-ratelimit-limit-tokens")).isEmpty();
  }

  @Test
  void holdsAStreamThatWaitsForCreditForLongerThanItsProviderMayBeSilent() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 100000}");
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, CHAT_EVENT);
      Objects.requireNonNull(grantor).fallSilent();
      while (true) {
        ScriptedUpstream.chunk(out, CHAT_EVENT.repeat(50));
      }
    });

    String answer = post("/v1/chat/completions", CHAT.replace("slow", "small")).body();

    assertThat(answer).contains("\"finish_reason\":\"length\"").doesNotContain("\"error\"");
    ExchangeEnd end = gateway.log.nextEnd();
    assertThat(end.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(end.getCode()).isEqualTo("quota_unavailable");
  }

  /** The limit has room for the request as it is estimated and a slice, and for no more. */
  @ParameterizedTest
  @CsvSource({"4, COMPLETED", "6, CUT"})
  void metersAStreamThatBeganWithTheLeastOfASmallLimit(int events, Outcome outcome)
      throws Exception {
    String large = CHAT.replace("\"hi\"", "\"" + "x".repeat(3_400) + "\"");
    long input = TokenEstimate.ofRequest(large.length());
    limited("{id: all, unit: tokens, window: total, max: " + (input + 256 + 20) + "}");
    upstream.script(
        outcome == Outcome.COMPLETED
            ? ScriptedUpstream.events(CHAT_EVENT.repeat(events), "data: [DONE]\n\n")
            : (_, out) -> {
              ScriptedUpstream.startStream(out);
              ScriptedUpstream.chunk(out, CHAT_EVENT.repeat(events));
              new CountDownLatch(1).await();
              return true;
            });

    String answer = post("/v1/chat/completions", large).body();

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getReservedTokens()).isEqualTo(input + 256);
    assertThat(usage.getOutcome()).isEqualTo(outcome);
    assertThat(written(answer)).isEqualTo(200L * events);
  }

  private static String messages(String model) {
    return "{\"model\":\""
        + model
        + "\",\"max_tokens\":9000,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  }
}
