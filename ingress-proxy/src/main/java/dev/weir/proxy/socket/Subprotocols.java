package dev.weir.proxy.socket;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What a caller offered in {@code Sec-WebSocket-Protocol}. Browsers cannot set headers, so OpenAI's
 * clients put there what they would say in some.
 */
record Subprotocols(List<String> offered) {

  private static final String KEY = "openai-insecure-api-key.";
  private static final String BETA = "openai-beta.";
  private static final String ACCOUNT = "openai-";

  static Subprotocols of(HttpFields headers) {
    return new Subprotocols(headers.getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false));
  }

  /** The caller's credential; never to be sent on, answered with, or shown. */
  Optional<String> key() {
    return value(KEY);
  }

  /** The value for a header {@code OpenAI-Beta}, such as {@code realtime=v1}. */
  Optional<String> beta() {
    return value(BETA).map(it -> it.replaceFirst("-(?=v\\d)", "="));
  }

  private Optional<String> value(String prefix) {
    return offered.stream()
        .filter(it -> it.startsWith(prefix) && it.length() > prefix.length())
        .map(it -> it.substring(prefix.length()))
        .findFirst();
  }

  /** What is answered: the first that is the name of a protocol and not a value in disguise. */
  Optional<String> chosen() {
    return offered.stream().filter(it -> !it.startsWith(ACCOUNT)).findFirst();
  }

  /** Hides what was offered: a key may be among it. */
  @Override
  public String toString() {
    return "Subprotocols[" + offered.size() + "]";
  }
}
