package dev.weir.proxy.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks issuers for access tokens (RFC 6749, section 5). */
final class TokenEndpoint {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Pattern ERROR_CODE = Pattern.compile("[a-z_]{1,40}");
  private static final int TOKEN_CHARACTERS_MAX = 1 << 14;
  private static final Duration GOOD_FOR_UNSAID = Duration.ofMinutes(5);
  private static final Duration GOOD_FOR_MAX = Duration.ofDays(1);

  private final DocumentClient http;

  TokenEndpoint(DocumentClient http) {
    this.http = http;
  }

  /** Posts a form and reads {@code access_token} and {@code expires_in}. */
  AccessToken ask(URI endpoint, SequencedMap<String, String> form)
      throws UnreadableSecretException, InterruptedException {
    JsonNode body = post(endpoint, Map.of(), FORM, encoded(form));
    JsonNode seconds = body.path("expires_in");
    Duration goodFor =
        seconds.canConvertToLong() || seconds.isTextual()
            ? Duration.ofSeconds(seconds.asLong(0))
            : GOOD_FOR_UNSAID;
    return token(endpoint, body.path("access_token").asText(""), goodFor);
  }

  /** What a document says of a token, checked. */
  static AccessToken token(URI issuer, String text, Duration goodFor)
      throws UnreadableSecretException {
    if (text.isEmpty()
        || text.length() > TOKEN_CHARACTERS_MAX
        || text.chars().anyMatch(each -> each < 0x21 || each > 0x7e)
        || !goodFor.isPositive()) {
      throw new UnreadableSecretException(shown(issuer) + " answered without a usable token");
    }
    return new AccessToken(
        new SecretText(text), goodFor.compareTo(GOOD_FOR_MAX) > 0 ? GOOD_FOR_MAX : goodFor);
  }

  /** The document that answers a post with status 200. */
  JsonNode post(URI endpoint, Map<String, String> headers, String type, String body)
      throws UnreadableSecretException, InterruptedException {
    requireSafe(endpoint);
    DocumentClient.Answer answer;
    try {
      answer = http.post(endpoint, headers, type, body);
    } catch (IOException e) {
      throw new UnreadableSecretException("no access token: " + e.getMessage());
    }
    if (answer.status() != 200) {
      String code = answer.body().path("error").asText("");
      throw new UnreadableSecretException(
          "%s refused to issue an access token (status %d%s)"
              .formatted(
                  shown(endpoint),
                  answer.status(),
                  ERROR_CODE.matcher(code).matches() ? ", " + code : ""));
    }
    return answer.body();
  }

  /** Secrets go over TLS, or do not leave the machine. */
  private static void requireSafe(URI endpoint) throws UnreadableSecretException {
    boolean safe =
        endpoint.getHost() != null
            && ("https".equals(endpoint.getScheme())
                || ("http".equals(endpoint.getScheme()) && isLoopback(endpoint.getHost())));
    if (!safe) {
      throw new UnreadableSecretException(
          "no access token: an issuer's address begins with https, and not as " + shown(endpoint));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost")
          || (host.matches("[0-9.]+|\\[.*]") && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static String encoded(SequencedMap<String, String> form) {
    return form.entrySet().stream()
        .map(each ->
            each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
