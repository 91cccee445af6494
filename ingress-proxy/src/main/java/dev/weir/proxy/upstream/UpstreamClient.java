package dev.weir.proxy.upstream;

import org.eclipse.jetty.io.EndPoint;

/** Sends requests to providers. See the package's contract. */
public interface UpstreamClient extends AutoCloseable {

  /**
   * Sends; never blocks. The events may begin before this returns. To be called on the thread of
   * the caller's connection or on one that {@link #resume} chose.
   */
  UpstreamCall send(UpstreamRequest request, UpstreamEvents events);

  /**
   * Runs a task on a thread on which a call near that connection is best begun; for exchanges that
   * go on from another thread.
   */
  void resume(EndPoint near, Runnable task);

  /** Runs a task that may take long, on a thread that no connection depends on. */
  void offload(Runnable task);

  /** Ends every call and connection. */
  @Override
  void close();
}
