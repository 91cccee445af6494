package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 of a request to Bedrock, as a pure function
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 *
 * <p>The path of the canonical request is the path on the wire, each segment encoded once more: a
 * model's ARN has {@code %2F} on the wire and {@code %252F} in what is signed.
 */
public final class SigV4 {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String TERMINATOR = "aws4_request";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int DATE_CHARACTERS = 8;

  private SigV4() {}

  /** Who signs. Its text leaves the secrets out. */
  public record Credentials(
      String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

    @Override
    public String toString() {
      return "Credentials[accessKeyId=" + accessKeyId + "]";
    }
  }

  /**
   * What is signed.
   *
   * @param host as the header has it, with a port that is not the scheme's own
   * @param path as on the wire, percent-encoded
   * @param query as on the wire, without the question mark; empty where there is none
   * @param payload the bytes that are sent, all that remain and no others
   */
  public record Request(
      String method, String host, String path, String query, ByteBuffer payload) {}

  /**
   * The headers to add, in order: {@code x-amz-date}, {@code x-amz-security-token} where there is a
   * session, {@code authorization}.
   */
  public static SequencedMap<String, String> headers(
      Credentials who, String region, Request request, Instant now) {
    return headers(who, region, "bedrock", request, now);
  }

  static SequencedMap<String, String> headers(
      Credentials who, String region, String service, Request request, Instant now) {
    String time = TIME.format(now);
    String date = time.substring(0, DATE_CHARACTERS);
    SequencedMap<String, String> signed = new LinkedHashMap<>();
    signed.put("host", request.host());
    signed.put("x-amz-date", time);
    who.sessionToken().ifPresent(it -> signed.put("x-amz-security-token", it));
    String names = String.join(";", signed.keySet());
    String canonical =
        String.join(
            "\n",
            request.method(),
            canonicalPath(request.path()),
            canonicalQuery(request.query()),
            signed.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue().strip() + "\n")
                .collect(Collectors.joining()),
            names,
            hash(request.payload().duplicate()));
    String scope = String.join("/", date, region, service, TERMINATOR);
    String toSign =
        String.join("\n", ALGORITHM, time, scope, hash(ByteBuffer.wrap(canonical.getBytes(UTF_8))));
    byte[] key = signingKey(who.secretAccessKey(), date, region, service);
    SequencedMap<String, String> added = new LinkedHashMap<>(signed);
    added.remove("host");
    added.put(
        "authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(ALGORITHM, who.accessKeyId(), scope, names, hex(hmac(key, toSign))));
    return added;
  }

  static byte[] signingKey(String secret, String date, String region, String service) {
    byte[] ofDate = hmac(("AWS4" + secret).getBytes(UTF_8), date);
    return hmac(hmac(hmac(ofDate, region), service), TERMINATOR);
  }

  static String canonicalPath(String path) {
    return path.isEmpty()
        ? "/"
        : Arrays.stream(path.split("/", -1))
            .map(PercentEncoding::encode)
            .collect(Collectors.joining("/"));
  }

  /** By names and then values; a parameter without a value has an empty one. */
  private static String canonicalQuery(String query) {
    if (query.isEmpty()) {
      return "";
    }
    return Arrays.stream(query.split("&"))
        .filter(each -> !each.isEmpty())
        .map(each -> each.indexOf('=') < 0 ? each + "=" : each)
        .map(each -> each.split("=", 2))
        .sorted((a, b) -> a[0].equals(b[0]) ? a[1].compareTo(b[1]) : a[0].compareTo(b[0]))
        .map(each -> each[0] + "=" + each[1])
        .collect(Collectors.joining("&"));
  }

  private static String hash(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return hex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
