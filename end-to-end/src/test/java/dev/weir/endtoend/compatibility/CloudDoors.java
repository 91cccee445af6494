package dev.weir.endtoend.compatibility;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What Azure OpenAI and Vertex AI ask of a call before they read it: where it goes, and what it
 * shows. Also the issuer of Vertex's tokens, which gives one for a claim that a service account has
 * signed, or for the token of a workload that then acts as a service account.
 */
final class CloudDoors {

  static final String AZURE_KEY = "azure-key-1";
  static final String AZURE_VERSION = "2025-04-01-preview";
  static final String WORKLOAD_TOKEN = "token-of-the-workload";

  private static final String AZURE = "/azure/openai/deployments/my%20deployment/";
  private static final String PUBLISHER = "/v1/projects/p/locations/l/publishers/google/models/";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String SERVICE_ACCOUNT = "weir@p.iam.gserviceaccount.com";
  private static final String POOL = "//iam.googleapis.com/projects/1/pools/w";

  private final KeyPair keys;

  CloudDoors() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a service account's owner downloads. */
  String serviceAccount(URI provider) {
    String key = Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
    return Bodies.compact(
        Map.of(
            "type",
            "service_account",
            "client_email",
            SERVICE_ACCOUNT,
            "private_key_id",
            "key-1",
            "private_key",
            "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n",
            "token_uri",
            provider.resolve("/token").toString()));
  }

  /** What a workload is configured with; its own token is in a file. */
  String workload(URI provider, String file) {
    return Bodies.compact(
        Map.of(
            "type",
            "external_account",
            "audience",
            POOL,
            "subject_token_type",
            "urn:ietf:params:oauth:token-type:jwt",
            "token_url",
            provider.resolve("/exchange").toString(),
            "credential_source",
            Map.of("file", file),
            "service_account_impersonation_url",
            provider.resolve("/act").toString()));
  }

  /** Why a call is not let in, if it is not. */
  Optional<String> refusal(URI asked, Headers headers) {
    String path = asked.getRawPath();
    if (path.startsWith("/azure/")) {
      return refusalOfAzure(asked, headers);
    }
    if (path.startsWith("/vertex-account/")) {
      return refusalOfVertex(path, "/vertex-account", "token-of-the-account", headers);
    }
    if (path.startsWith("/vertex-workload/")) {
      return refusalOfVertex(path, "/vertex-workload", "token-of-the-actor", headers);
    }
    return Optional.empty();
  }

  private static Optional<String> refusalOfAzure(URI asked, Headers headers) {
    if (!asked.getRawPath().equals(AZURE + "chat/completions")) {
      return Optional.of("no such deployment");
    }
    if (!("api-version=" + AZURE_VERSION).equals(asked.getRawQuery())) {
      return Optional.of("no such version");
    }
    boolean known =
        AZURE_KEY.equals(headers.getFirst("api-key")) && !headers.containsKey("Authorization");
    return known ? Optional.empty() : Optional.of("no such key");
  }

  private static Optional<String> refusalOfVertex(
      String path, String root, String token, Headers headers) {
    if (!path.startsWith(root + PUBLISHER + "gemini-pro:")) {
      return Optional.of("no such model");
    }
    boolean known =
        ("Bearer " + token).equals(headers.getFirst("Authorization"))
            && !headers.containsKey("x-goog-api-key");
    return known ? Optional.empty() : Optional.of("no such token");
  }

  /** A call in which Azure says what its filters made of the prompt: its first of every stream. */
  static boolean isAzure(URI asked) {
    return asked.getRawPath().startsWith("/azure/");
  }

  /** The issuer's answer, where the issuer is asked. */
  Optional<String> issued(URI asked, Headers headers, byte[] body) {
    return switch (asked.getRawPath()) {
      case "/token" -> Optional.of(forClaim(asked, headers, form(body)));
      case "/exchange" -> Optional.of(forWorkload(form(body)));
      case "/act" -> Optional.of(forActor(headers));
      default -> Optional.empty();
    };
  }

  private String forClaim(URI asked, Headers headers, Map<String, String> form) {
    String[] claim = form.getOrDefault("assertion", "").split("\\.", -1);
    boolean good =
        form.getOrDefault("grant_type", "").equals("urn:ietf:params:oauth:grant-type:jwt-bearer")
            && claim.length == 3
            && isSigned(claim)
            && isOurs(decoded(claim[1]), "http://" + headers.getFirst("Host") + asked.getRawPath());
    return good ? token("token-of-the-account") : "{\"error\":\"invalid_grant\"}";
  }

  private static boolean isOurs(JsonNode claim, String audience) {
    return claim.path("iss").asText().equals(SERVICE_ACCOUNT)
        && claim.path("scope").asText().equals(SCOPE)
        && claim.path("aud").asText().equals(audience)
        && claim.path("exp").asLong() > claim.path("iat").asLong();
  }

  private boolean isSigned(String[] claim) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys.getPublic());
      signature.update((claim[0] + "." + claim[1]).getBytes(US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(claim[2]));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static JsonNode decoded(String part) {
    return Bodies.tree(new String(Base64.getUrlDecoder().decode(part), UTF_8));
  }

  private static String forWorkload(Map<String, String> form) {
    boolean good =
        form.getOrDefault("subject_token", "").strip().equals(WORKLOAD_TOKEN)
            && form.getOrDefault("audience", "").equals(POOL);
    return good ? token("token-of-the-pool") : "{\"error\":\"invalid_grant\"}";
  }

  private static String forActor(Headers headers) {
    return "Bearer token-of-the-pool".equals(headers.getFirst("Authorization"))
        ? Bodies.compact(
            Map.of(
                "accessToken",
                "token-of-the-actor",
                "expireTime",
                Instant.now().plus(Duration.ofHours(1)).toString()))
        : "{\"error\":\"denied\"}";
  }

  private static String token(String text) {
    return Bodies.compact(
        Map.of("access_token", text, "token_type", "Bearer", "expires_in", 3_600));
  }

  private static Map<String, String> form(byte[] body) {
    return Arrays.stream(new String(body, UTF_8).split("&"))
        .map(each -> each.split("=", 2))
        .collect(Collectors.toMap(it -> it[0], it -> URLDecoder.decode(it[1], UTF_8), (a, _) -> a));
  }
}
