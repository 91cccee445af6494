package dev.weir.processors.view;

/** Where the policy in force is known. */
@FunctionalInterface
public interface PolicySource {

  /**
   * The newest policy known. Waits a bounded time for {@code version} where that was not read yet:
   * usage may arrive before the policy that it was admitted under.
   */
  GoverningPolicy atLeast(long version);
}
