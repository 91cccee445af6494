package dev.weir.proxy.exchange;

import dev.weir.proxy.upstream.UpstreamTarget;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** How a provider knows Weir: puts the credential on a request. Never shows it. */
interface ProviderAccess {

  ProviderAccess NONE = (_, _, _) -> {};

  void authorize(HttpFields.Mutable headers, UpstreamTarget target, ByteBuffer body);

  /** A header that is the same for every request. */
  static ProviderAccess header(String name, String value) {
    HttpField field = new HttpField(name, value);
    return (headers, _, _) -> headers.add(field);
  }
}
