package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with callers who show tokens of an OpenID provider, over sockets. */
abstract class TokenCase extends GatewayCase {

  static final String ASK = "{\"model\":\"small\",\"messages\":[]}";
  static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}";
  static final Duration SOON = Duration.ofSeconds(30);
  TestIssuer issuer;

  TokenCase() {
    super(ScriptedUpstream.json(200, ANSWER));
  }

  @BeforeEach
  void prepare() throws Exception {
    issuer = TestIssuer.start();
  }

  @AfterEach
  void release() throws Exception {
    issuer.close();
  }

  /** Returns when the issuer's keys are known. */
  void trust() {
    gateway.govern(issuer.section());
    await(200, issuer::token);
  }

  void assertRefused(String token, String code) throws Exception {
    HttpResponse<String> answer = ask(token);
    assertThat(answer.body()).contains("\"" + code + "\"");
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  HttpResponse<String> ask(String token) throws IOException, InterruptedException {
    return client.send(
        gateway.chat(ASK).setHeader("Authorization", "Bearer " + token).build(),
        BodyHandlers.ofString());
  }

  void await(int status, Supplier<String> token) {
    awaitTrue(() -> {
      try {
        return ask(token.get()).statusCode() == status;
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    });
  }

  static void awaitTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
