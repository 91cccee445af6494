package dev.weir.processors.view;

/** Lets a view make sure that it holds all that was published before it was asked. */
@FunctionalInterface
interface Freshness {

  /** Waits, a bounded time, until what is in the log now is also in the view. */
  void catchUp();
}
