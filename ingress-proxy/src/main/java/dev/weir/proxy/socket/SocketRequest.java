package dev.weir.proxy.socket;

import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/**
 * The request that opened a socket, as far as it says who calls and what for. It outlives the HTTP
 * request, is without the headers of the handshake, and has the credential in its header wherever
 * the caller put it.
 */
public class SocketRequest extends Request.Wrapper {

  private final HttpFields headers;
  private final HttpURI uri;
  private final String method;
  private final ConnectionMetaData connection;

  /** {@code upgrade}: a request with the handshake of a WebSocket. */
  public SocketRequest(Request upgrade) {
    super(upgrade);
    this.headers = withoutHandshake(upgrade.getHeaders());
    this.uri = upgrade.getHttpURI();
    this.method = upgrade.getMethod();
    this.connection = upgrade.getConnectionMetaData();
  }

  private static HttpFields withoutHandshake(HttpFields all) {
    HttpFields.Mutable kept = HttpFields.build();
    for (HttpField field : all) {
      String name = field.getName().toLowerCase(Locale.ROOT);
      if (!name.startsWith("sec-websocket-")
          && field.getHeader() != HttpHeader.UPGRADE
          && field.getHeader() != HttpHeader.CONNECTION) {
        kept.add(field);
      }
    }
    Subprotocols offered = Subprotocols.of(all);
    if (!kept.contains(HttpHeader.AUTHORIZATION)) {
      offered.key().ifPresent(key -> kept.add(HttpHeader.AUTHORIZATION, "Bearer " + key));
    }
    if (!kept.contains("openai-beta")) {
      offered.beta().ifPresent(beta -> kept.add("OpenAI-Beta", beta));
    }
    return kept.asImmutable();
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }

  @Override
  public HttpURI getHttpURI() {
    return uri;
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public ConnectionMetaData getConnectionMetaData() {
    return connection;
  }

  /** The socket has an idle time of its own. */
  @Override
  public void addIdleTimeoutListener(Predicate<TimeoutException> onIdleTimeout) {}

  /** The socket tells its end itself. */
  @Override
  public void addFailureListener(Consumer<Throwable> onFailure) {}

  /** Hides the credential. */
  @Override
  public String toString() {
    return "SocketRequest[" + uri.getPath() + "]";
  }
}
