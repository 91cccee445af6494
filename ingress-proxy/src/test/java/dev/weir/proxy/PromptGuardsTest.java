package dev.weir.proxy;

import static dev.weir.proxy.ChatAnswers.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Coverage;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Usage;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What guards do with prompts, socket to socket: what is turned down, masked, warned of and
 * recorded.
 */
final class PromptGuardsTest extends GatewayCase {

  private static final String MAIL = "ann@example.com";

  PromptGuardsTest() {
    super(ScriptedUpstream.json(200, document("fine")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | {\"model\":\"slow\",\"messages\":[{\"role\":\"user\",\"content\":\"to ann@example.com\"}]} | \"code\":\"content_filter\"",
        "/v1/responses | {\"model\":\"slow\",\"input\":\"to ann@example.com\"} | \"code\":\"content_filter\"",
        "/v1/messages | {\"model\":\"slow\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"to ann@example.com\"}]} | \"type\":\"error\"",
        "/v1beta/models/slow:generateContent | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"to ann@example.com\"}]}]} | \"status\":",
        "/v1/embeddings | {\"model\":\"slow\",\"input\":\"to ann@example.com\"} | \"code\":\"content_filter\""
      })
  void refusesABlockedPromptInTheCallersDialectAndCallsNobody(String path, String body, String mark)
      throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: block}]");

    HttpResponse<String> answer = post(path, body);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains(mark, "guard 'mail'", "email-address").doesNotContain(MAIL);
    assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(upstream.asked()).isEmpty();
    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(TestKeys.opened(prompt)).isEqualTo(body);
    Coverage seen = prompt.getCoverage().getFirst();
    assertThat(seen.getGuard()).isEqualTo("mail");
    assertThat(seen.getVerdict()).isEqualTo("found");
    assertThat(seen.getMode()).isEqualTo("block");
    assertThat(seen.getFound()).containsExactly("email-address");
    assertThat(seen.getBytesSeen()).isPositive().isEqualTo(seen.getBytesTotal());
    assertThat(gateway.log.all(Admission.class))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getDecision()).isEqualTo(Decision.REFUSED);
          assertThat(it.getCode()).isEqualTo("content_filter");
        });
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.REFUSED);
    assertThat(usage.getInputTokens()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"observe", "warn", "mask", "block"})
  void recordsTheSameVerdictInEveryMode(String mode) throws Exception {
    gateway.govern(
        "guards: [{id: mail, find: [email-address], direction: prompt, mode: " + mode + "}]");

    HttpResponse<String> answer = say("to " + MAIL);

    Coverage seen = gateway.log.next(Prompt.class).getCoverage().getFirst();
    assertThat(seen.getVerdict()).isEqualTo("found");
    assertThat(seen.getMode()).isEqualTo(mode);
    assertThat(answer.statusCode()).isEqualTo(mode.equals("block") ? 422 : 200);
    assertThat(answer.headers().firstValue("x-weir-guard").isPresent())
        .isEqualTo(mode.equals("warn"));
  }

  @Test
  void warnsInAHeaderOfWhatItFound() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: warn}]");
    upstream.script(ScriptedUpstream.json(200, document("ask bob@example.org")));

    HttpResponse<String> answer = say("to " + MAIL);

    assertThat(answer.headers().firstValue("x-weir-guard"))
        .hasValue("mail=email-address, mail=email-address");
    assertThat(answer.body()).contains("bob@example.org");
  }

  @Test
  void sendsAndRecordsTheMaskedFormWithAllOtherBytesAsTheyCame() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: mask, direction: prompt}]");
    String body =
        """
        {"model": "slow",  "x-own": [1.50],
         "messages": [{"role":"user","content":"ann@example.com, bob@example.com \\u00e4 ann@example.com"}]}\
        """;

    HttpResponse<String> answer = post("/v1/chat/completions", body);

    String masked =
        body.replace(
            "ann@example.com, bob@example.com \\u00e4 ann@example.com",
            "<EMAIL_ADDRESS_1>, <EMAIL_ADDRESS_2> \u00e4 <EMAIL_ADDRESS_1>");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(upstream.asked().getFirst().body()).contains(masked.substring(17));
    assertThat(TestKeys.opened(gateway.log.next(Prompt.class))).isEqualTo(masked);
  }

  @Test
  void looksAtItsShareOfTheTrafficAndRecordsWhereItDidNot() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: block, share: 0}]");

    assertThat(say("to " + MAIL).statusCode()).isEqualTo(200);

    Coverage seen = gateway.log.next(Prompt.class).getCoverage().getFirst();
    assertThat(seen.getVerdict()).isEqualTo("not-sampled");
    assertThat(seen.getBytesSeen()).isZero();
    assertThat(seen.getBytesTotal()).isPositive();
  }

  @Test
  void saysThatNobodyLookedAtAPromptThatHadNoCredit() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address]}]");

    HttpResponse<String> answer =
        post("/v1/chat/completions", "{\"model\":\"nothing\",\"messages\":[]}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(gateway.log.next(Prompt.class).getCoverage().getFirst().getVerdict())
        .isEqualTo("skipped");
  }

  @Test
  void refusesWhatAGuardThatFailsClosedCannotRead() throws Exception {
    gateway.govern(
        "guards: [{id: mail, find: [email-address], mode: block, direction: prompt,"
            + " on-failure: fail-closed}]");
    String image = "data:image/png;base64," + "iVBORw0KGgo".repeat(20);

    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            "{\"model\":\"slow\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":\""
                + image
                + "\"}}]}]}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("could not look at all of it");
  }

  @Test
  void masksASecretOfAPrompt() throws Exception {
    gateway.govern("guards: [{id: keys, find: [secret], mode: mask}]");
    String token = "ghp_" + "R9xQv2LmT7bZ0kWc4YhN8dPs3JfG6uEa1XoK";

    assertThat(say("use " + token + " please").statusCode()).isEqualTo(200);

    assertThat(upstream.asked().getFirst().body())
        .contains("use <SECRET_1> please")
        .doesNotContain(token);
  }

  @Test
  void findsTopicsOfItsOwnListAndToxicWords() throws Exception {
    gateway.govern(
        """
        recognizers: {rivals: {words: [Globex]}}
        guards: [{id: topics, find: [rivals, toxicity], mode: block, direction: prompt}]
        """);

    assertThat(say("What does GLOBEX sell?").statusCode()).isEqualTo(422);
    assertThat(say("go kill yourself").statusCode()).isEqualTo(422);
    assertThat(say("What do others sell?").statusCode()).isEqualTo(200);
  }

  @Test
  void passesNothingThatItCannotReadOnWhereItRefusesUnlessItIsTold() throws Exception {
    String guard = "guards: [{id: mail, find: [email-address], mode: block%s}]";
    HttpRequest file =
        HttpRequest.newBuilder(gateway.uri("/openai/v1/files"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + TestKeys.SPOOL_KEY.reveal())
            .POST(HttpRequest.BodyPublishers.ofString("to ann@example.com, no json at all"))
            .build();

    gateway.govern(guard.formatted(""));
    assertThat(client.send(file, BodyHandlers.ofString()).statusCode()).isEqualTo(422);
    gateway.govern(guard.formatted(", on-failure: fail-open"));
    assertThat(client.send(file, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void saysOfAPassageWhatItCouldNotRead() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address]}]");
    upstream.script((_, out) -> {
      ScriptedUpstream.write(
          out, ScriptedUpstream.response(200, "application/octet-stream", "\u0001\u0002"));
      return true;
    });

    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/openai/v1/files"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TestKeys.SPOOL_KEY.reveal())
                .POST(HttpRequest.BodyPublishers.ofString("no json at all"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    Coverage prompt = gateway.log.next(Prompt.class).getCoverage().getFirst();
    assertThat(prompt.getVerdict()).isEqualTo("skipped");
    assertThat(prompt.getBytesTotal()).isEqualTo(14);
    Coverage response = gateway.log.nextEnd().getCoverage().getFirst();
    assertThat(response.getVerdict()).isEqualTo("skipped");
    assertThat(response.getBytesTotal()).isEqualTo(2);
  }

  @Test
  void writesNoCoverageForATeamWithoutGuards() throws Exception {
    assertThat(say("to " + MAIL).statusCode()).isEqualTo(200);

    assertThat(gateway.log.next(Prompt.class).getCoverage()).isEmpty();
    assertThat(gateway.log.nextEnd().getCoverage()).isEmpty();
  }
}
