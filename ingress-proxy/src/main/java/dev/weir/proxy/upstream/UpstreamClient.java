package dev.weir.proxy.upstream;

import org.eclipse.jetty.io.EndPoint;

/** Sends requests to providers. See the package's contract. */
public interface UpstreamClient extends AutoCloseable {

  /** Sends; never blocks. The events may begin before this returns. */
  UpstreamCall send(UpstreamRequest request, UpstreamEvents events);

  /**
   * Runs a task on a thread on which a call near that connection is best begun; for exchanges that
   * go on from another thread.
   */
  void resume(EndPoint near, Runnable task);

  /** Ends every call and connection. */
  @Override
  void close();
}
