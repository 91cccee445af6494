package dev.weir.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.dialects.bedrock.SigV4;
import dev.weir.governance.policy.CredentialReference;
import dev.weir.proxy.credential.ReadSecret;
import dev.weir.proxy.credential.SecretText;
import dev.weir.proxy.credential.UnreadableSecretException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Credentials that are no header of their own: signatures and tokens, as providers see them. */
final class SignedRequestsTest extends GatewayCase {

  private static final String CONVERSE =
      """
      {"output":{"message":{"role":"assistant","content":[{"text":"hello"}]}},\
      "stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2}}\
      """;

  private static final String GENERATED =
      """
      {"candidates":[{"content":{"role":"model","parts":[{"text":"hello"}]},\
      "finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,\
      "totalTokenCount":2}}\
      """;

  private final Map<String, String> secrets =
      new ConcurrentHashMap<>(
          Map.of(
              "AWS_ID", "AKIDEXAMPLE",
              "AWS_SECRET", "wJalrXUtnFEMI",
              "AWS_SESSION", "session-token"));

  SignedRequestsTest() {
    super(ScriptedUpstream.json(200, CONVERSE));
  }

  @Override
  GatewaySetup configured() {
    return super.configured().secrets(this::read);
  }

  private ReadSecret read(CredentialReference reference) throws UnreadableSecretException {
    String found = secrets.get(reference.name());
    if (found == null) {
      throw new UnreadableSecretException(reference + " names nothing here");
    }
    return new ReadSecret(new SecretText(found), Duration.ofMinutes(5));
  }

  private HttpResponse<String> ask(String model) throws Exception {
    return client.send(
        gateway
            .chat(
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"grüße\"}]}"
                    .formatted(model))
            .build(),
        BodyHandlers.ofString());
  }

  private static String header(ScriptedUpstream.Asked asked, String name) {
    Matcher found = Pattern.compile("(?i)\r\n" + name + ": ([^\r]*)\r\n").matcher(asked.head());
    return found.find() ? found.group(1) : "";
  }

  @Test
  void signsForBedrockExactlyWhatGoesOverTheWire() throws Exception {
    HttpResponse<String> answer = ask("signed");

    assertThat(answer.statusCode()).isEqualTo(200);
    ScriptedUpstream.Asked asked = upstream.asked().getFirst();
    String path = asked.head().split(" ", 3)[1];
    assertThat(path).contains("%2F").endsWith("/converse");
    assertThat(asked.body()).contains("grüße");
    var expected =
        SigV4.headers(
            new SigV4.Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI", Optional.of("session-token")),
            "us-east-1",
            new SigV4.Request(
                "POST",
                header(asked, "host"),
                path,
                "",
                ByteBuffer.wrap(asked.body().getBytes(UTF_8))),
            Instant.from(
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                    .withZone(ZoneOffset.UTC)
                    .parse(header(asked, "x-amz-date"))));
    assertThat(header(asked, "authorization")).isEqualTo(expected.get("authorization"));
    assertThat(header(asked, "x-amz-security-token")).isEqualTo("session-token");
    assertThat(asked.head()).doesNotContain("wJalrXUtnFEMI");
  }

  @Test
  void exchangesAnAccountForATokenOnceForManyRequests() throws Exception {
    var issued = new AtomicInteger();
    upstream.script((asked, out) ->
        asked.head().startsWith("POST /v1/token ")
            ? ScriptedUpstream.json(
                    200,
                    "{\"access_token\":\"ya29.%d\",\"expires_in\":3599}"
                        .formatted(issued.incrementAndGet()))
                .serve(asked, out)
            : ScriptedUpstream.json(200, GENERATED).serve(asked, out));
    secrets.put("ACCOUNT", serviceAccount());

    for (int i = 0; i < 3; i++) {
      assertThat(ask("exchanged").statusCode()).isEqualTo(200);
    }

    assertThat(issued).hasValue(1);
    assertThat(upstream.asked()).hasSize(4);
    assertThat(upstream.asked().subList(1, 4))
        .allSatisfy(asked -> assertThat(header(asked, "authorization")).isEqualTo("Bearer ya29.1"));
  }

  @Test
  void answersWhereTheIssuerRefusesTheAccount() throws Exception {
    upstream.script(ScriptedUpstream.json(400, "{\"error\":\"invalid_grant\"}"));
    secrets.put("ACCOUNT", serviceAccount());

    HttpResponse<String> answer = ask("exchanged");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_credential").doesNotContain("invalid_grant");
  }

  private String serviceAccount() throws Exception {
    byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "service_account")
        .put("client_email", "weir@project.iam.gserviceaccount.com")
        .put(
            "private_key",
            "-----BEGIN PRIVATE KEY-----\n"
                + java.util.Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n")
        .put("token_uri", upstream.base() + "/token")
        .toString();
  }
}
