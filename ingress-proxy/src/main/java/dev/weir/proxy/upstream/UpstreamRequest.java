package dev.weir.proxy.upstream;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EndPoint;

/**
 * A request to a provider.
 *
 * @param headers without those of the connection (Host, Content-Length), which the client sets
 * @param connectTimeout until the connection stands
 * @param near the caller's connection: a client may serve the call on the same selector
 */
public record UpstreamRequest(
    String method,
    UpstreamTarget target,
    HttpFields headers,
    ByteBuffer body,
    Duration connectTimeout,
    EndPoint near) {

  /** A POST. */
  public UpstreamRequest(
      UpstreamTarget target,
      HttpFields headers,
      ByteBuffer body,
      Duration connectTimeout,
      EndPoint near) {
    this("POST", target, headers, body, connectTimeout, near);
  }

  /** Whether there is a body, or its absence must be said (RFC 9110, section 8.6). */
  boolean hasBody() {
    return body.hasRemaining() || !(method.equals("GET") || method.equals("DELETE"));
  }
}
