package dev.weir.proxy.exchange;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Finds a caller's credential where SDKs put it. */
final class Credential {

  private static final String BEARER = "bearer ";

  private static final List<String> NAMES = List.of("x-api-key", "api-key", "x-goog-api-key");

  private Credential() {}

  static Optional<String> of(HttpFields headers) {
    String authorization = headers.get(HttpHeader.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(authorization.substring(BEARER.length()).trim());
    }
    for (String name : NAMES) {
      String key = headers.get(name);
      if (key != null) {
        return Optional.of(key.trim());
      }
    }
    return Optional.empty();
  }

  static boolean isIn(HttpField field) {
    return field.getHeader() == HttpHeader.AUTHORIZATION || NAMES.stream().anyMatch(field::is);
  }
}
