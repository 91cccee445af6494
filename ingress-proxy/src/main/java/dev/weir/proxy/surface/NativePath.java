package dev.weir.proxy.surface;

import dev.weir.governance.policy.NativeApi;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * A path of a provider's own API on its way to the provider.
 *
 * @param path as callers write it, with the API's prefix and without a query: what teams are
 *     allowed
 * @param target below the provider's base URL, with its query
 */
public record NativePath(NativeApi api, String path, String target) {

  /**
   * One segment (RFC 3986, section 3.3) that means the same to whoever decodes it: no parameters,
   * and nothing encoded that could be a dot, a slash, a percent sign or a control character.
   */
  private static final Pattern SEGMENT =
      Pattern.compile(
          "(?:[A-Za-z0-9_~!$&'()*+,=:@.-]|%(?!2[eEfF5]|5[cC]|[01]|7[fF])[0-9A-Fa-f]{2})+");

  /** The base URL of a provider ends with the version of its API. */
  private static final Pattern VERSION = Pattern.compile("v[0-9]+[a-z0-9]*");

  private static final Pattern QUERY = Pattern.compile("[\\x21-\\x7e&&[^#\"<>\\\\^`{|};]]*");

  /** Where clients put a key, an account or headers, and what Weir says itself. */
  private static final Set<String> NEVER_UPSTREAM =
      Set.of(
          "key",
          "api_key",
          "api-key",
          "apikey",
          "access_token",
          "oauth_token",
          "userproject",
          "httpheaders",
          "api-version");

  /**
   * Reads what a caller asks for; nothing where the path or the query could be understood in two
   * ways.
   *
   * @param path percent-encoded, with the prefix
   * @param query percent-encoded; empty for none
   */
  public static Optional<NativePath> of(NativeApi api, String path, String query) {
    String below = path.substring(api.prefix().length());
    String[] segments = below.split("/", -1);
    StringBuilder target = new StringBuilder(below.length());
    for (int i = 1; i < segments.length; i++) {
      String segment = segments[i];
      if (segment.equals(".") || segment.equals("..") || !SEGMENT.matcher(segment).matches()) {
        return Optional.empty();
      }
      if (i > 1 || !VERSION.matcher(segment).matches()) {
        target.append('/').append(segment);
      }
    }
    return target.isEmpty() || !QUERY.matcher(query).matches()
        ? Optional.empty()
        : Optional.of(new NativePath(api, path, target + withoutKeys(query)));
  }

  private static String withoutKeys(String query) {
    StringJoiner kept = new StringJoiner("&", "?", "").setEmptyValue("");
    for (String parameter : query.split("&", -1)) {
      if (!parameter.isEmpty() && mayPass(parameter)) {
        kept.add(parameter);
      }
    }
    return kept.toString();
  }

  private static boolean mayPass(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    try {
      String plain = URLDecoder.decode(name, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
      // Google's system parameters may have a dollar sign before them.
      return !NEVER_UPSTREAM.contains(plain.startsWith("$") ? plain.substring(1) : plain);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
