package dev.weir.proxy.credential;

import dev.weir.proxy.upstream.UpstreamTarget;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Puts a credential on a request, the last step before it goes out. Never shows it. */
@FunctionalInterface
public interface Authorization {

  Authorization NONE = (_, _, _) -> {};

  /**
   * Adds what the provider wants to see.
   *
   * @param body exactly what will be sent, which stays as it is
   */
  void on(HttpFields.Mutable headers, UpstreamTarget target, ByteBuffer body);

  /** A header that is the same for every request. */
  static Authorization header(String name, String value) {
    HttpField field = new HttpField(name, value);
    return (headers, _, _) -> headers.add(field);
  }

  static Authorization bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }
}
