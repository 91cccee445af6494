package dev.weir.proxy.exchange;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds a caller's credential where SDKs put it: a header, or {@code ?key=} of Google's. The first
 * one found counts. None of them goes further than this, wherever else a query or a header goes.
 */
final class Credential {

  private static final String BEARER = "bearer ";
  private static final String QUERY_KEY = "key=";

  private static final List<String> NAMES = List.of("x-api-key", "api-key", "x-goog-api-key");

  private Credential() {}

  static Optional<String> of(Request request) {
    HttpFields headers = request.getHeaders();
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
    return inQuery(request.getHttpURI().getQuery());
  }

  private static Optional<String> inQuery(@Nullable String query) {
    if (query == null) {
      return Optional.empty();
    }
    for (String part : query.split("&", -1)) {
      if (part.startsWith(QUERY_KEY)) {
        return decoded(part.substring(QUERY_KEY.length()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> decoded(String value) {
    try {
      return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.of(value);
    }
  }

  static boolean isIn(HttpField field) {
    return field.getHeader() == HttpHeader.AUTHORIZATION || NAMES.stream().anyMatch(field::is);
  }
}
