package dev.weir.proxy.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.dialects.json.Json;
import dev.weir.governance.policy.CredentialReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Access tokens for a Google account. A {@code service_account} signs a claim with its private key
 * (RFC 7523); an {@code external_account} exchanges the token of a file (RFC 8693), and may then
 * act as a service account.
 */
final class GoogleExchange implements TokenExchange {

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String TOKEN_URI = "https://oauth2.googleapis.com/token";
  private static final Duration CLAIM_GOOD_FOR = Duration.ofHours(1);
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final CredentialReference reference;
  private final SecretReader reader;
  private final TokenEndpoint endpoint;
  private final InstantSource clock;

  GoogleExchange(
      CredentialReference reference,
      SecretReader reader,
      TokenEndpoint endpoint,
      InstantSource clock) {
    this.reference = reference;
    this.reader = reader;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public AccessToken exchange(SecretText secret)
      throws UnreadableSecretException, InterruptedException {
    JsonNode account =
        Json.tree(secret.reveal()).filter(JsonNode::isObject).orElseThrow(() -> wrong("no JSON"));
    return switch (account.path("type").asText("")) {
      case "service_account" -> ofServiceAccount(account);
      case "external_account" -> ofExternalAccount(account);
      default -> throw wrong("of another type than service_account and external_account");
    };
  }

  private AccessToken ofServiceAccount(JsonNode account)
      throws UnreadableSecretException, InterruptedException {
    URI issuer = uri(account, "token_uri", TOKEN_URI);
    SequencedMap<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    form.put("assertion", claim(account, issuer));
    return endpoint.ask(issuer, form);
  }

  /** A signed statement of who asks, for whom, and until when (RFC 7519). */
  private String claim(JsonNode account, URI issuer) throws UnreadableSecretException {
    Instant now = clock.instant();
    JsonNodeFactory json = JsonNodeFactory.instance;
    String header =
        json.objectNode()
            .put("alg", "RS256")
            .put("typ", "JWT")
            .put("kid", account.path("private_key_id").asText(""))
            .toString();
    String claims =
        json.objectNode()
            .put("iss", text(account, "client_email"))
            .put("scope", SCOPE)
            .put("aud", issuer.toString())
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(CLAIM_GOOD_FOR).getEpochSecond())
            .toString();
    String signed = base64(header) + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(privateKey(text(account, "private_key")));
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException _) {
      throw wrong("without a private_key that signs (RSA in PKCS #8)");
    }
  }

  private PrivateKey privateKey(String pem)
      throws GeneralSecurityException, UnreadableSecretException {
    byte[] der = new byte[0];
    try {
      der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException _) {
      throw wrong("without a private_key that signs (RSA in PKCS #8)");
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private AccessToken ofExternalAccount(JsonNode account)
      throws UnreadableSecretException, InterruptedException {
    URI issuer = uri(account, "token_url", "");
    SequencedMap<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("audience", text(account, "audience"));
    form.put("scope", SCOPE);
    form.put("requested_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("subject_token_type", text(account, "subject_token_type"));
    form.put("subject_token", subjectToken(account.path("credential_source")));
    AccessToken federated = endpoint.ask(issuer, form);
    return account.hasNonNull("service_account_impersonation_url")
        ? actingAs(uri(account, "service_account_impersonation_url", ""), federated)
        : federated;
  }

  /** The token of the workload: a file that the policy may refer to as well. */
  private String subjectToken(JsonNode source)
      throws UnreadableSecretException, InterruptedException {
    String text = reader.read(fileReference(text(source, "file"))).text().reveal();
    JsonNode format = source.path("format");
    return format.path("type").asText("text").equals("json")
        ? Json.tree(text)
            .map(it -> it.path(format.path("subject_token_field_name").asText("")).asText(""))
            .filter(it -> !it.isEmpty())
            .orElseThrow(() -> wrong("naming a file without the token that it speaks of"))
        : text;
  }

  private CredentialReference fileReference(String file) throws UnreadableSecretException {
    try {
      Path path = Path.of(file);
      return new CredentialReference("${dir:" + path.getParent() + ":" + path.getFileName() + "}");
    } catch (InvalidPathException _) {
      throw wrong("naming a file that cannot be");
    } catch (IllegalArgumentException _) {
      throw wrong("naming a file that cannot be referred to");
    }
  }

  private AccessToken actingAs(URI serviceAccount, AccessToken federated)
      throws UnreadableSecretException, InterruptedException {
    JsonNode answer =
        endpoint.post(
            serviceAccount,
            Map.of("Authorization", "Bearer " + federated.text().reveal()),
            "application/json",
            "{\"scope\":[\"" + SCOPE + "\"]}");
    try {
      Duration goodFor =
          Duration.between(clock.instant(), Instant.parse(answer.path("expireTime").asText("")));
      return TokenEndpoint.token(serviceAccount, answer.path("accessToken").asText(""), goodFor);
    } catch (DateTimeException _) {
      throw wrong("whose service account answered without a time");
    }
  }

  private URI uri(JsonNode account, String field, String otherwise)
      throws UnreadableSecretException {
    try {
      return URI.create(
          account.hasNonNull(field) || otherwise.isEmpty() ? text(account, field) : otherwise);
    } catch (IllegalArgumentException _) {
      throw wrong("with a " + field + " that is no address");
    }
  }

  private String text(JsonNode node, String field) throws UnreadableSecretException {
    String text = node.path(field).asText("");
    if (text.isEmpty()) {
      throw wrong("without " + field);
    }
    return text;
  }

  private UnreadableSecretException wrong(String what) {
    return new UnreadableSecretException(reference + " is no Google account: it is " + what);
  }

  private static String base64(String text) {
    return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
