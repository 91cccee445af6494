package dev.weir.proxy.exchange;

import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Finds a caller's credential where SDKs put it. */
final class Credential {

  private static final String BEARER = "bearer ";

  private Credential() {}

  static Optional<String> of(HttpFields headers) {
    String authorization = headers.get(HttpHeader.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(authorization.substring(BEARER.length()).trim());
    }
    String key = headers.get("x-api-key");
    return Optional.ofNullable(key == null ? headers.get("api-key") : key);
  }

  static boolean isIn(HttpField field) {
    return field.getHeader() == HttpHeader.AUTHORIZATION
        || field.is("x-api-key")
        || field.is("api-key")
        || field.is("x-goog-api-key");
  }
}
