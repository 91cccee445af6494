package dev.weir.proxy.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import dev.weir.governance.policy.CredentialReference;
import dev.weir.governance.policy.ProviderCredential.EntraClient;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What issuers are asked for access tokens, over a real socket, and what they answer. */
final class TokenExchangeTest {

  private static final CredentialReference ACCOUNT = new CredentialReference("${dir:/c:sa.json}");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String TOKEN = "{\"access_token\":\"ya29.one\",\"expires_in\":3599}";
  private static final KeyPair KEYS = keys();

  private final Map<String, String> files = new HashMap<>();
  private final DocumentClient http = new DocumentClient(Duration.ofSeconds(5));
  private final TokenEndpoint endpoint = new TokenEndpoint(http);
  private final GoogleExchange google =
      new GoogleExchange(ACCOUNT, this::read, endpoint, () -> NOW);
  private Issuer issuer;

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    issuer = new Issuer();
    issuer.on("/token", 200, TOKEN);
  }

  @AfterEach
  void stop() {
    http.close();
    issuer.close();
  }

  private ReadSecret read(CredentialReference reference) throws UnreadableSecretException {
    String found = files.get(reference.text());
    if (found == null) {
      throw new UnreadableSecretException(reference + " names nothing here");
    }
    return new ReadSecret(new SecretText(found), Duration.ofSeconds(15));
  }

  private ObjectNode serviceAccount() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "service_account")
        .put("client_email", "weir@project.iam.gserviceaccount.com")
        .put("private_key_id", "key-1")
        .put("private_key", pem(KEYS.getPrivate().getEncoded()))
        .put("token_uri", issuer.at("/token").toString());
  }

  private static String pem(byte[] der) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END PRIVATE KEY-----\n";
  }

  private ObjectNode externalAccount() {
    ObjectNode account =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "external_account")
            .put("audience", "//iam.googleapis.com/projects/1/providers/p")
            .put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")
            .put("token_url", issuer.at("/token").toString());
    account.putObject("credential_source").put("file", "/c/workload-token");
    files.put("${dir:/c:workload-token}", "workload-planted");
    return account;
  }

  private AccessToken exchange(ObjectNode account) throws Exception {
    return google.exchange(new SecretText(account.toString()));
  }

  @Test
  void signsAClaimWithTheKeyOfAServiceAccount() throws Exception {
    AccessToken token = exchange(serviceAccount());

    assertThat(token)
        .isEqualTo(new AccessToken(new SecretText("ya29.one"), Duration.ofSeconds(3599)));
    Map<String, String> form = issuer.asked().getFirst().form();
    assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    String[] parts = String.valueOf(form.get("assertion")).split("\\.", -1);
    assertThat(decoded(parts[0]).toString())
        .isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"key-1\"}");
    JsonNode claims = decoded(parts[1]);
    assertThat(claims.path("iss").textValue()).isEqualTo("weir@project.iam.gserviceaccount.com");
    assertThat(claims.path("aud").textValue()).isEqualTo(issuer.at("/token").toString());
    assertThat(claims.path("scope").textValue()).endsWith("/auth/cloud-platform");
    assertThat(claims.path("iat").longValue()).isEqualTo(NOW.getEpochSecond());
    assertThat(claims.path("exp").longValue()).isEqualTo(NOW.getEpochSecond() + 3600);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(KEYS.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  private static JsonNode decoded(String part) {
    return Json.tree(new String(Base64.getUrlDecoder().decode(part), UTF_8)).orElseThrow();
  }

  @Test
  void exchangesTheTokenOfAWorkload() throws Exception {
    assertThat(exchange(externalAccount()).text().reveal()).isEqualTo("ya29.one");

    assertThat(issuer.asked().getFirst().form())
        .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
        .containsEntry("audience", "//iam.googleapis.com/projects/1/providers/p")
        .containsEntry("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")
        .containsEntry("subject_token", "workload-planted");
  }

  @Test
  void findsTheTokenOfAWorkloadInsideADocument() throws Exception {
    ObjectNode account = externalAccount();
    account
        .withObject("/credential_source")
        .putObject("format")
        .put("type", "json")
        .put("subject_token_field_name", "access");
    files.put("${dir:/c:workload-token}", "{\"access\":\"inside\"}");

    var _ = exchange(account);

    assertThat(issuer.asked().getFirst().form()).containsEntry("subject_token", "inside");
  }

  @Test
  void actsAsTheServiceAccountThatItNames() throws Exception {
    issuer.on(
        "/impersonate",
        200,
        "{\"accessToken\":\"ya29.two\",\"expireTime\":\"2026-03-01T10:30:00Z\"}");

    AccessToken token =
        exchange(
            externalAccount()
                .put("service_account_impersonation_url", issuer.at("/impersonate").toString()));

    assertThat(token)
        .isEqualTo(new AccessToken(new SecretText("ya29.two"), Duration.ofMinutes(30)));
    assertThat(issuer.asked().getLast().authorization()).isEqualTo("Bearer ya29.one");
  }

  @Test
  void readsAWorkloadsTokenOnlyWhereAPolicyMayRead() {
    ObjectNode account = externalAccount();
    account.withObject("/credential_source").put("file", "/etc/shadow");

    assertThatThrownBy(() -> exchange(account)).hasMessage("${dir:/etc:shadow} names nothing here");
    assertThat(issuer.asked()).isEmpty();
  }

  @Test
  void asksForATokenOfAnApplicationOfEntra() throws Exception {
    issuer.on("/tenant-1/oauth2/v2.0/token", 200, TOKEN);
    var application =
        new EntraClient("tenant-1", "client-1", new CredentialReference("${env:S}"), issuer.at(""));

    AccessToken token =
        new EntraExchange(application, endpoint).exchange(new SecretText("secret&planted"));

    assertThat(token.text().reveal()).isEqualTo("ya29.one");
    assertThat(issuer.asked().getFirst().form())
        .isEqualTo(
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "client-1",
                "client_secret", "secret&planted",
                "scope", "https://cognitiveservices.azure.com/.default"));
  }

  @Test
  void saysWhatTheIssuerSaidAndNothingElseOfIt() {
    issuer.on(
        "/token",
        400,
        "{\"error\":\"invalid_grant\",\"error_description\":\"planted in a description\"}");

    assertThatThrownBy(() -> exchange(serviceAccount()))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageContaining("refused to issue an access token (status 400, invalid_grant)")
        .hasMessageNotContaining("planted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "no json",
        "{\"access_token\":\"\",\"expires_in\":10}",
        "{\"access_token\":\"a b\",\"expires_in\":10}",
        "{\"access_token\":\"a\\r\\nX-Other: b\",\"expires_in\":10}",
        "{\"access_token\":\"abc\",\"expires_in\":0}",
        "{\"access_token\":\"abc\",\"expires_in\":-5}"
      })
  void takesNoTokenThatIsNone(String answer) {
    issuer.on("/token", 200, answer);

    assertThatThrownBy(() -> exchange(serviceAccount()))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageContaining("without a usable token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | it is no JSON",
        "planted | it is no JSON",
        "{\"type\":\"authorized_user\"} | of another type",
        "{\"type\":\"service_account\"} | without client_email",
        "{\"type\":\"service_account\",\"client_email\":\"e\"} | without private_key",
        "{\"type\":\"service_account\",\"client_email\":\"e\",\"private_key\":\"planted!\"} | without a private_key that signs",
        "{\"type\":\"external_account\"} | without token_url",
        "{\"type\":\"external_account\",\"token_url\":\": :\"} | with a token_url that is no address"
      })
  void saysWhatIsNoAccount(String document, String why) {
    assertThatThrownBy(() -> google.exchange(new SecretText(document)))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageStartingWith("${dir:/c:sa.json} is no Google account: it is ")
        .hasMessageContaining(why)
        .hasMessageNotContaining("planted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://oauth2.example.com/token",
        "file:///etc/passwd",
        "http://localhost.example"
      })
  void sendsNoSecretInTheClear(String address) {
    assertThatThrownBy(() -> exchange(serviceAccount().put("token_uri", address)))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageContaining("begins with https");
  }

  @Test
  void saysThatTheIssuerIsAway() {
    URI gone = issuer.at("/token");
    issuer.close();

    assertThatThrownBy(() -> exchange(serviceAccount().put("token_uri", gone.toString())))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageContaining("cannot be used");
  }
}
