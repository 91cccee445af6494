package dev.weir.proxy.upstream;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/** What becomes of a call. See the package's contract. */
public interface UpstreamEvents {

  /**
   * The request begins to go to a provider that a connection stands to: from now on the provider
   * may have all of it, before anybody here hears that it is written. Comes once for each
   * connection that the attempt is sent on, which are two where the first was stale, and unlike the
   * others maybe at the same time as another event or after the last one.
   */
  void handedOver();

  /** The head of the answer. */
  void answered(int status, HttpFields headers);

  /** The next bytes of the answer's content; they are the receiver's until {@code done} has run. */
  void content(ByteBuffer bytes, Runnable done);

  /** The answer is whole. */
  void completed();

  void failed(UpstreamFailure failure);
}
