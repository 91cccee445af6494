package dev.weir.endtoend.compatibility;

import java.util.List;

/**
 * What a caller's own client understood of an answer.
 *
 * @param inputTokens with cached ones, whatever the dialect counts
 * @param outputTokens with thinking, whatever the dialect counts
 */
record Heard(
    String text, String thinking, List<Called> calls, long inputTokens, long outputTokens) {

  /** A call of a tool; arguments as JSON without white space. */
  record Called(String name, String arguments) {}
}
