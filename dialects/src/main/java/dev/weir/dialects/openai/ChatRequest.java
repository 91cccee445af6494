package dev.weir.dialects.openai;

import java.util.OptionalLong;

/**
 * What must be known of a chat completion request. Offsets point into the body that it was read
 * from.
 *
 * @param stream whether the answer is wanted as events
 * @param maxOutputTokens {@code max_completion_tokens}, else {@code max_tokens}
 */
public record ChatRequest(
    String model,
    Span modelAt,
    boolean stream,
    UsageWish usageWish,
    OptionalLong maxOutputTokens,
    int rootAt) {

  /** Where a value lies, end exclusive. */
  record Span(int from, int to) {}

  /** What the request says about {@code stream_options.include_usage}. */
  sealed interface UsageWish {

    /** The caller wants the usage event. */
    record Asked() implements UsageWish {}

    /** No {@code stream_options}. */
    record Unsaid() implements UsageWish {}

    /** {@code stream_options} or its {@code include_usage} is there with another value. */
    record Declined(Span value, boolean wholeOptions) implements UsageWish {}

    /**
     * {@code stream_options} is an object without {@code include_usage}; its members start here.
     */
    record OptionsWithout(int membersAt, boolean empty) implements UsageWish {}
  }

  /** Whether the answer will hold a usage event only because Weir asks for one. */
  public boolean usageIsForWeirAlone() {
    return stream && !(usageWish instanceof UsageWish.Asked);
  }
}
