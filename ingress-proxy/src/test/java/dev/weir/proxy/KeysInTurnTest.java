package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.policy.CredentialReference;
import dev.weir.proxy.credential.ReadSecret;
import dev.weir.proxy.credential.SecretText;
import dev.weir.proxy.credential.UnreadableSecretException;
import dev.weir.schemas.event.Usage;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several keys of one provider, keys that change, and keys that are not there yet. */
final class KeysInTurnTest extends GatewayCase {

  private static final String ANSWER =
      """
      {"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant",\
      "content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5}}\
      """;

  private static final String ERROR = "{\"error\":{\"message\":\"not with this key\"}}";

  private static final Pattern BEARER = Pattern.compile("(?i)\r\nauthorization: bearer (\\S+)\r\n");

  /** What each reference stands for; what is not here cannot be read. */
  private final Map<String, String> secrets =
      new ConcurrentHashMap<>(Map.of("${env:A}", "key-a", "${env:B}", "key-b"));

  private final CountDownLatch readable = new CountDownLatch(1);

  KeysInTurnTest() {
    super(ScriptedUpstream.json(200, ANSWER));
  }

  @Override
  GatewaySetup configured() {
    return super.configured().secrets(this::read);
  }

  @BeforeEach
  void prepare() throws Exception {
    // A request goes with the first key that is there, which may be any of them.
    gateway.awaitKeys("turns");
  }

  @AfterEach
  void release() throws Exception {
    readable.countDown();
  }

  private ReadSecret read(CredentialReference reference)
      throws UnreadableSecretException, InterruptedException {
    if (reference.name().equals("SLOW")) {
      readable.await();
    }
    String found = secrets.get(reference.text());
    if (found == null) {
      throw new UnreadableSecretException(reference + " names nothing here");
    }
    return new ReadSecret(new SecretText(found), Duration.ofMinutes(5));
  }

  private HttpResponse<String> ask(String model) throws Exception {
    return client.send(
        gateway.chat("{\"model\":\"" + model + "\",\"messages\":[]}").build(),
        BodyHandlers.ofString());
  }

  private List<String> keysSeen() {
    return upstream.asked().stream().map(KeysInTurnTest::key).toList();
  }

  private static String key(ScriptedUpstream.Asked asked) {
    Matcher found = BEARER.matcher(asked.head());
    return found.find() ? found.group(1) : "";
  }

  /** One key is answered so, the other with what was asked for. */
  private void answerKey(String refused, int status, String... headers) {
    answerKeyWith(ERROR, refused, status, headers);
  }

  private void answerKeyWith(String error, String refused, int status, String... headers) {
    upstream.script((asked, out) -> {
      if (key(asked).equals(refused)) {
        ScriptedUpstream.write(
            out,
            "HTTP/1.1 %d No\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(status, String.join("", headers), error.length(), error));
        return true;
      }
      return ScriptedUpstream.json(200, ANSWER).serve(asked, out);
    });
  }

  @Test
  void usesKeysInTurn() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(ask("turns").statusCode()).isEqualTo(200);
    }

    assertThat(keysSeen()).containsExactly("key-a", "key-b", "key-a", "key-b");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429})
  void triesTheNextKeyWhereOneIsRefusedAndPassesItOverAfterwards(int status) throws Exception {
    answerKey("key-a", status);

    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = ask("turns");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(ANSWER);
    }

    assertThat(keysSeen()).containsExactly("key-a", "key-b", "key-b", "key-b");
  }

  private void askOften(String model) throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(ask(model).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | {\"error\":{\"message\":\"slow down\"}}",
        "429 | {\"error\":{\"message\":\"limit reached for turned-2026 in organization o\"}}",
        "403 | {\"error\":{\"message\":\"no access to model turned-2026\"}}",
        "404 | {\"error\":{\"message\":\"no turned-2026\",\"code\":\"model_not_found\"}}"
      })
  void passesAKeyOverForTheModelAloneThatTheAnswerIsAbout(int status, String error)
      throws Exception {
    answerKeyWith(error, "key-a", status);
    askOften("turned");
    assertThat(keysSeen()).containsExactly("key-a", "key-b", "key-b", "key-b", "key-b");

    upstream.script(ScriptedUpstream.json(200, ANSWER));
    askOften("turns");
    askOften("turned");

    assertThat(keysSeen().subList(5, 9)).containsOnly("key-a", "key-b").contains("key-a");
    assertThat(keysSeen().subList(9, 13)).containsOnly("key-b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | {\"error\":{\"code\":\"insufficient_quota\",\"message\":\"turned-2026\"}}",
        "429 | {\"error\":{\"message\":\"limit of your organization\"}}",
        "403 | {\"error\":{\"message\":\"disabled\"}}",
        "401 | {\"error\":{\"message\":\"not for turned-2026\"}}"
      })
  void passesAKeyOverForAllModelsWhereItsAccountIsMeant(int status, String error) throws Exception {
    answerKeyWith(error, "key-a", status);
    askOften("turned");

    upstream.script(ScriptedUpstream.json(200, ANSWER));
    askOften("turns");

    assertThat(keysSeen())
        .containsExactly(
            "key-a", "key-b", "key-b", "key-b", "key-b", "key-b", "key-b", "key-b", "key-b");
  }

  @Test
  void givesBackThatAModelIsNotThereWhereNoKeyKnowsIt() throws Exception {
    String error = "{\"error\":{\"message\":\"no turned-2026\",\"code\":\"model_not_found\"}}";
    upstream.script(ScriptedUpstream.json(404, error));

    HttpResponse<String> answer = ask("turned");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo(error);
    assertThat(keysSeen()).containsExactly("key-a", "key-b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 16 * 1024, 100_000})
  void givesAnErrorBackWholeHoweverLongItIs(int length) throws Exception {
    String error = "{\"error\":{\"message\":\"" + "x".repeat(length) + "\"}}";
    upstream.script(ScriptedUpstream.json(404, error));

    HttpResponse<String> answer = ask("turns");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo(error);
    assertThat(keysSeen()).hasSize(1);
  }

  @Test
  void triesTheNextKeyWhereALimitBreaksOffInItsWords() throws Exception {
    upstream.script((asked, out) -> {
      if (key(asked).equals("key-b")) {
        return ScriptedUpstream.json(200, ANSWER).serve(asked, out);
      }
      ScriptedUpstream.write(
          out,
          "HTTP/1.1 429 No\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"er");
      return false;
    });

    assertThat(ask("turns").statusCode()).isEqualTo(200);
    assertThat(keysSeen()).containsExactly("key-a", "key-b");
  }

  @Test
  void writesDownTheAttemptWithTheRefusedKey() throws Exception {
    answerKey("key-a", 429);

    HttpResponse<String> answer = ask("turns");

    assertThat(answer.headers().firstValue("x-weir-attempts")).contains("2");
    Usage first = gateway.log.next(Usage.class);
    assertThat(first.getStatus()).isEqualTo(429);
    assertThat(first.getOutputTokens()).isZero();
    assertThat(gateway.log.next(Usage.class).getStatus()).isEqualTo(200);
  }

  @Test
  void takesAKeyUpAgainWhenTheProviderSaid() throws Exception {
    answerKey("key-a", 429, "retry-after-ms: 1\r\n");
    ask("turns");
    upstream.script(ScriptedUpstream.json(200, ANSWER));
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();

    while (!keysSeen().subList(1, keysSeen().size()).contains("key-a")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      ask("turns");
    }
  }

  @Test
  void answersWithTheProvidersLimitWhereAllKeysAreLimited() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(
          out,
          "HTTP/1.1 429 No\r\nContent-Type: application/json\r\nRetry-After: 7\r\n"
              + "Content-Length: "
              + ERROR.length()
              + "\r\n\r\n"
              + ERROR);
      return true;
    });

    HttpResponse<String> answer = ask("turns");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo(ERROR);
    assertThat(answer.headers().firstValue("retry-after")).contains("7");
    assertThat(keysSeen()).containsExactly("key-a", "key-b");
  }

  @Test
  void stillAsksWithItsOnlyKeyAfterALimit() throws Exception {
    secrets.put("${env:MOCK_KEY}", "only");
    restart(configured());
    answerKey("only", 429, "Retry-After: 600\r\n");
    assertThat(ask("plain").statusCode()).isEqualTo(429);
    upstream.script(ScriptedUpstream.json(200, ANSWER));

    assertThat(ask("plain").statusCode()).isEqualTo(200);
  }

  @Test
  void takesUpAKeyThatWasExchangedOnceTheOldOneIsRefused() throws Exception {
    answerKey("old", 401);
    secrets.put("${env:MOCK_KEY}", "old");
    restart(configured());
    assertThat(ask("small").statusCode()).isEqualTo(502);

    secrets.put("${env:MOCK_KEY}", "new");
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (ask("small").statusCode() != 200) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }

    assertThat(keysSeen()).last().isEqualTo("new");
  }

  @Test
  void goesOnWhenAKeyThatIsReadForTheFirstTimeIsThere() throws Exception {
    secrets.put("${env:SLOW}", "slow");
    var answer =
        client.sendAsync(
            gateway.chat("{\"model\":\"patient\",\"messages\":[]}").build(),
            BodyHandlers.ofString());
    // Callers of other providers are served in the meantime.
    assertThat(ask("turns").statusCode()).isEqualTo(200);

    readable.countDown();

    assertThat(answer.get().statusCode()).isEqualTo(200);
    assertThat(keysSeen()).last().isEqualTo("slow");
  }

  @Test
  void waitsNoLongerThanFiveSecondsForAKey() throws Exception {
    HttpResponse<String> answer = ask("patient");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_credential").contains("no credential");
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void callsNobodyWithoutTheCredentialThatItNeeds() throws Exception {
    HttpResponse<String> answer = ask("unkeyed");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_credential").doesNotContain("${env");
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void asksTheNextModelWhereTheFirstHasNoKey() throws Exception {
    assertThat(ask("unkeyed-or-turns").statusCode()).isEqualTo(200);

    assertThat(keysSeen()).containsExactly("key-a");
  }

  @Test
  void leavesAKeyThatCannotBeReadOut() throws Exception {
    secrets.remove("${env:A}");
    restart(configured());

    ask("turns");
    ask("turns");

    assertThat(keysSeen()).containsOnly("key-b");
  }
}
