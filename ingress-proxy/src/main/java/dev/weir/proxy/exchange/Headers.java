package dev.weir.proxy.exchange;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.QuotedCSV;
import org.jspecify.annotations.Nullable;

/**
 * Which headers pass. What is not known passes; what belongs to one connection (RFC 9110, section
 * 7.6.1), to Weir, to a credential or to the account behind it, to the network in front of Weir, or
 * to another method or path than the one that is recorded does not, and neither does what would
 * lead a caller past Weir, or the digest of bytes (RFC 9530) that Weir may have changed.
 */
final class Headers {

  private static final HttpField IDENTITY = new HttpField(HttpHeader.ACCEPT_ENCODING, "identity");
  private static final String OURS = "x-weir-";

  private static final Set<String> NEVER_UPSTREAM =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "host",
          "content-length",
          "expect",
          "cookie",
          "accept-encoding",
          "http2-settings",
          "openai-organization",
          "openai-project",
          "x-goog-user-project",
          "forwarded",
          "x-real-ip",
          "via",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-original-url",
          "x-rewrite-url",
          "content-md5",
          "digest",
          "content-digest",
          "repr-digest");

  private static final Set<String> NEVER_DOWNSTREAM =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "date",
          "server",
          "location",
          "content-location",
          "x-goog-upload-url",
          "x-goog-upload-control-url",
          "set-cookie",
          "set-cookie2",
          "openai-organization",
          "openai-project",
          "openai-project-id",
          "anthropic-organization-id",
          "via",
          "alt-svc",
          "strict-transport-security",
          "www-authenticate",
          "x-powered-by",
          "content-md5",
          "digest",
          "content-digest",
          "repr-digest");

  private static final List<String> TRACE = List.of("traceparent", "tracestate");

  private Headers() {}

  /** The caller's headers for a provider of its dialect, without the caller's credential. */
  static HttpFields.Mutable upstream(HttpFields caller) {
    HttpFields.Mutable out = HttpFields.build();
    String named = named(caller);
    for (HttpField field : caller) {
      String name = field.getLowerCaseName();
      if (!NEVER_UPSTREAM.contains(name)
          && !name.startsWith(OURS)
          && !name.startsWith("x-forwarded-")
          && !Credential.isIn(field)
          && !isNamed(named, name)) {
        out.add(field);
      }
    }
    out.add(IDENTITY);
    return out;
  }

  /** For a provider of another dialect, to whom the caller's headers mean nothing. */
  static HttpFields.Mutable upstreamOfAnother(HttpFields caller, boolean stream) {
    HttpFields.Mutable out = HttpFields.build();
    out.add(HttpHeader.CONTENT_TYPE, Errors.JSON);
    out.add(HttpHeader.ACCEPT, stream ? "text/event-stream, application/json" : Errors.JSON);
    out.add(IDENTITY);
    for (String name : TRACE) {
      String value = caller.get(name);
      if (value != null) {
        out.add(name, value);
      }
    }
    return out;
  }

  /** From a provider of another dialect: when to come back is all that means the same. */
  static void downstreamOfAnother(HttpFields provider, HttpFields.Mutable out) {
    String retryAfter = provider.get(HttpHeader.RETRY_AFTER);
    if (retryAfter != null) {
      out.put(HttpHeader.RETRY_AFTER, retryAfter);
    }
  }

  /** The provider's headers for the caller, added to {@code out}. */
  static void downstream(HttpFields provider, HttpFields.Mutable out) {
    String named = named(provider);
    for (HttpField field : provider) {
      String name = field.getLowerCaseName();
      if (!NEVER_DOWNSTREAM.contains(name)
          && !name.startsWith(OURS)
          && !name.startsWith("x-ratelimit-")
          && !name.startsWith("anthropic-ratelimit-")
          && !isNamed(named, name)) {
        out.add(field);
      }
    }
  }

  /** All that {@code Connection} names, in however many lines (RFC 9110 section 5.3). */
  private static @Nullable String named(HttpFields headers) {
    List<String> lines = headers.getValuesList(HttpHeader.CONNECTION);
    return lines.isEmpty() ? null : String.join(",", lines);
  }

  private static boolean isNamed(@Nullable String connection, String name) {
    if (connection == null
        || HttpHeaderValue.CLOSE.is(connection)
        || HttpHeaderValue.KEEP_ALIVE.is(connection)) {
      return false;
    }
    return new QuotedCSV(false, connection.toLowerCase(Locale.ROOT)).getValues().contains(name);
  }
}
