package dev.weir.governance.routing;

import dev.weir.governance.task.Task;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a request asks of the model that answers it.
 *
 * @param inputTokens estimated; 0 where not known
 * @param maxOutputTokens where the caller limits the answer
 * @param task what the user's words ask for; empty where nobody has looked
 */
public record RouteNeeds(
    long inputTokens,
    OptionalLong maxOutputTokens,
    Set<Capability> capabilities,
    Optional<Task> task) {

  public static final RouteNeeds NONE = new RouteNeeds(0, OptionalLong.empty(), Set.of());

  /** Stands for the length of an answer that the caller does not limit. */
  private static final long USUAL_OUTPUT_TOKENS = 512;

  public RouteNeeds(long inputTokens, OptionalLong maxOutputTokens, Set<Capability> capabilities) {
    this(inputTokens, maxOutputTokens, capabilities, Optional.empty());
  }

  public RouteNeeds {
    if (inputTokens < 0 || maxOutputTokens.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "token counts cannot be negative: " + inputTokens + ", " + maxOutputTokens);
    }
    capabilities = Set.copyOf(capabilities);
  }

  /** The same needs, of a task that is known. */
  public RouteNeeds of(Task known) {
    return new RouteNeeds(inputTokens, maxOutputTokens, capabilities, Optional.of(known));
  }

  /** What request and answer may have together; as much as fits where it is absurd. */
  long totalTokens() {
    long sum = inputTokens + maxOutputTokens.orElse(0);
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** The length of an answer that is paid for: the limit, else a usual one. */
  long expectedOutputTokens() {
    return maxOutputTokens.orElse(USUAL_OUTPUT_TOKENS);
  }

  /** The length of an answer that is waited for: few answers are as long as a high limit. */
  long usualOutputTokens() {
    return Math.min(expectedOutputTokens(), USUAL_OUTPUT_TOKENS);
  }
}
