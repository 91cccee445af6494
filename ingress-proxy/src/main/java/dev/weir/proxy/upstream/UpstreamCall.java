package dev.weir.proxy.upstream;

/** A call in flight. */
public interface UpstreamCall {

  /** Ends the call and its connection; does nothing to a call that has ended. */
  void cancel();
}
