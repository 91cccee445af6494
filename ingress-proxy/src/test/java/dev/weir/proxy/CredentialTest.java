package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Prompt;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a caller's credential may stand, and where it goes: no further than Weir. */
final class CredentialTest extends GatewayCase {

  private static final String ASK = "{\"model\":\"small\",\"messages\":[]}";

  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}";

  CredentialTest() {
    super(ScriptedUpstream.json(200, ANSWER));
  }

  @Test
  void takesTheKeyOfGooglesClientsFromTheQueryAndLeavesItNowhere() throws Exception {
    String key = TestKeys.KEY.reveal();
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(
                    gateway.uri("/v1beta/models/small:generateContent?alt=json&key=" + key))
                .timeout(Duration.ofSeconds(20))
                .POST(
                    BodyPublishers.ofString(
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(prompt.getTeam()).isEqualTo("search");
    assertThat(prompt.getPath()).isEqualTo("/v1beta/models/small:generateContent");
    String secret = TestKeys.KEY.secret();
    assertThat(upstream.asked().getFirst().head()).doesNotContain(secret, "key=");
    assertThat(gateway.log.all(Admission.class).toString()).doesNotContain(secret);
    assertThat(prompt.toString()).doesNotContain(secret);
  }

  @Test
  void whatJettyRefusesLeavesTheKeyNowhereEither() throws Exception {
    String key = TestKeys.KEY.reveal();

    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/nothing/%2e%2e/here?key=" + key)).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isBetween(400, 404);
    assertThat(answer.body()).doesNotContain(TestKeys.KEY.secret());
  }

  @ParameterizedTest
  @ValueSource(strings = {"key=", "key=%zz", "key", "&&&", "keys=KEY", "Key=KEY"})
  void knowsNobodyByAQueryWithoutAKey(String query) throws Exception {
    String sent = query.replace("KEY", TestKeys.KEY.reveal()).replace("%zz", "%25zz");

    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/v1/models?" + sent)).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void aHeaderCountsBeforeTheQuery() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/v1/models?key=" + TestKeys.KEY.reveal()))
                .header("x-goog-api-key", TestKeys.REVOKED_KEY.reveal())
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("revoked_api_key");
    assertThat(answer.headers().firstValue("www-authenticate"))
        .contains("Bearer realm=\"weir\", error=\"invalid_token\"");
  }

  @Test
  void believesNoHeaderThatSaysWhoCalls() throws Exception {
    HttpResponse<String> answer =
        client.send(
            gateway
                .chat(ASK)
                .header("x-weir-team", "ops")
                .header("x-weir-project", "other")
                .header("x-weir-user", "somebody")
                .header("x-weir-key-id", "abcdef4")
                .header("x-forwarded-user", "somebody")
                .header("openai-organization", "org-other")
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(prompt.getTeam()).isEqualTo("search");
    assertThat(prompt.getProject()).isNull();
    assertThat(prompt.getUser()).isNull();
    assertThat(prompt.getKeyId()).isEqualTo(TestKeys.KEY.keyId());
    assertThat(upstream.asked().getFirst().head().toLowerCase(Locale.ROOT))
        .doesNotContain("x-weir-", "x-forwarded-user", "org-other");
  }

  @Test
  void aHeaderThatNamesATeamIsNoCredential() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/v1/models"))
                .header("x-weir-team", "search")
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("missing_api_key");
  }

  @ParameterizedTest
  @CsvSource({"'', true", "'{}', false"})
  void tellsACallerWhoseBodyIsStillToComeThatTheConnectionCloses(String body, boolean closes)
      throws Exception {
    String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: weir\r\nContent-Length: 2\r\n\r\n";

    try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[8 * 1024];
      int read = socket.getInputStream().read(answer);

      assertThat(new String(answer, 0, read, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT))
          .startsWith("http/1.1 401 ")
          .matches(text -> text.contains("connection: close") == closes);
    }
  }
}
