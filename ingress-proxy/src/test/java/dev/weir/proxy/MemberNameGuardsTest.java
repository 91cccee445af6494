package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Coverage;
import dev.weir.schemas.event.Prompt;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the names of members is seen as what stands in their values. */
final class MemberNameGuardsTest extends GatewayCase {

  private static final String CARD = "4111 1111 1111 1111";

  private static final String CHAT =
      "{\"model\":\"slow\",\"metadata\":{\"%s\":\"x\"},"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private static final String MESSAGES =
      "{\"model\":\"opus\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
          + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"pay\","
          + "\"input\":{\"cards\":{\"%s\":1}}}]},"
          + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\","
          + "\"content\":\"paid\"}]}]}";

  private static final String GENERATE =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]},"
          + "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"pay\",\"args\":{\"%s\":1}}}]},"
          + "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"pay\","
          + "\"response\":{\"ok\":true}}}]}]}";

  MemberNameGuardsTest() {
    super(ScriptedUpstream.json(200, answered("fine")));
  }

  @ParameterizedTest
  @CsvSource({"/v1/chat/completions", "/v1/messages", "/v1beta/models/slow:generateContent"})
  void refusesAPromptThatHasACardInAName(String path) throws Exception {
    gateway.govern("guards: [{id: cards, find: [payment-card], mode: block}]");

    HttpResponse<String> answer = post(path, body(path, CARD));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("payment-card").doesNotContain("4111");
    assertThat(upstream.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"observe", "warn", "mask", "block"})
  void comesToTheSameVerdictInEveryMode(String mode) throws Exception {
    gateway.govern(
        "guards: [{id: cards, find: [payment-card], direction: prompt, mode: " + mode + "}]");

    HttpResponse<String> answer = post("/v1/chat/completions", CHAT.formatted(CARD));

    Coverage seen = gateway.log.next(Prompt.class).getCoverage().getFirst();
    assertThat(seen.getVerdict()).isEqualTo("found");
    assertThat(seen.getBytesSeen()).isEqualTo(seen.getBytesTotal());
    assertThat(answer.statusCode()).isEqualTo(mode.equals("block") ? 422 : 200);
  }

  @Test
  void masksANameAndGivesItBackInTheCallOfATool() throws Exception {
    gateway.govern("guards: [{id: cards, find: [payment-card], direction: prompt, mode: mask}]");
    upstream.script(ScriptedUpstream.json(200, calling("<PAYMENT_CARD_1>")));

    HttpResponse<String> answer = post("/v1/messages", MESSAGES.formatted(CARD));

    assertThat(upstream.asked().getFirst().body())
        .contains("{\"<PAYMENT_CARD_1>\":1}")
        .doesNotContain("4111");
    assertThat(content()).contains("{\"<PAYMENT_CARD_1>\":1}").doesNotContain("4111");
    assertThat(answer.body()).contains("{\"" + CARD + "\":2}").doesNotContain("PAYMENT_CARD");
  }

  @ParameterizedTest
  @CsvSource({
    "redact,  '{\"<PAYMENT_CARD_1>\":1,\"<PAYMENT_CARD_2>\":1,\"note\":\"<PAYMENT_CARD>\"}'",
    "partial, '{\"<PAYMENT_CARD_1>\":1,\"<PAYMENT_CARD_2>\":1,\"note\":\"**** **** **** 1111\"}'"
  })
  void givesNoTwoMembersOneName(String operator, String masked) throws Exception {
    gateway.govern(
        "guards: [{id: cards, find: [payment-card], direction: prompt, mode: mask, mask: "
            + operator
            + "}]");

    post(
        "/v1/messages",
        MESSAGES
            .formatted(CARD)
            .replace(
                "{\"" + CARD + "\":1}",
                "{\"" + CARD + "\":1,\"4242 4242 4242 4242\":1,\"note\":\"" + CARD + "\"}"));

    assertThat(content()).contains(masked);
  }

  @Test
  void looksAtNamesOfAnswersToo() throws Exception {
    gateway.govern("guards: [{id: cards, find: [payment-card], direction: response, mode: block}]");
    upstream.script(ScriptedUpstream.json(200, calling(CARD)));

    HttpResponse<String> answer = post("/v1/messages", MESSAGES.formatted("x"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).doesNotContain("4111");
  }

  @Test
  void chargesNamesToTheBudget() throws Exception {
    gateway.govern(
        "guards: [{id: cards, find: [payment-card], direction: prompt, mode: block, budget: 2000}]");
    StringBuilder names = new StringBuilder("x");
    for (int i = 0; i < 64; i++) {
      names.append("\":0,\"name number ").append(i);
    }

    HttpResponse<String> answer = post("/v1/messages", MESSAGES.formatted(names));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(gateway.log.next(Prompt.class).getCoverage().getFirst().getVerdict())
        .isEqualTo("timed-out");
  }

  @Test
  void readsAValueWithItsName() throws Exception {
    gateway.govern("guards: [{id: all, find: [secret, us-ssn], direction: prompt, mode: mask}]");

    post(
        "/v1/messages",
        MESSAGES.formatted("password\":\"Tr0ub4dor&3x\",\"ssn\":\"536904399\",\"n"));

    assertThat(content()).contains("\"password\":\"<SECRET_1>\",\"ssn\":\"<US_SSN_1>\",\"n\":1");
  }

  private static String body(String path, String name) {
    return (path.contains("chat") ? CHAT : path.contains("messages") ? MESSAGES : GENERATE)
        .formatted(name);
  }

  private static String answered(String text) {
    return "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
        + "\"content\":\""
        + text
        + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}";
  }

  /** An answer of Anthropic's that calls a tool with an object of that name. */
  private static String calling(String name) {
    return "{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":["
        + "{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"pay\",\"input\":{\"cards\":{\""
        + name
        + "\":2}}}],\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":3,\"output_tokens\":5}}";
  }

  private String content() {
    Prompt prompt = gateway.log.next(Prompt.class);
    return TestKeys.opened(prompt.getContent(), prompt.getEventId());
  }
}
