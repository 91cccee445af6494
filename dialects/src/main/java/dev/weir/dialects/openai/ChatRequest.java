package dev.weir.dialects.openai;

import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.governance.routing.Capability;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What must be known of a chat completion request. Offsets point into the body that it was read
 * from.
 *
 * @param modelInPath whether the path said the model, and the body may say another one, or none
 * @param modelAt where the body says it; empty where it does not
 * @param stream whether the answer is wanted as events
 * @param maxOutputTokens {@code max_completion_tokens}, else {@code max_tokens}
 * @param asks what it asks of a model besides text
 */
public record ChatRequest(
    String model,
    boolean modelInPath,
    Span modelAt,
    boolean stream,
    UsageWish usageWish,
    OptionalLong maxOutputTokens,
    Asks asks,
    int rootAt) {

  /**
   * What a request asks of a model besides text.
   *
   * @param media images, sounds and documents in its messages
   * @param mediaBytes of the body that are theirs
   * @param functions whether the model may call any
   * @param effort of thinking; empty where it says none, or none that is known
   */
  public record Asks(
      Set<Capability> capabilities,
      int media,
      long mediaBytes,
      boolean functions,
      Optional<Effort> effort) {

    static final Asks NOTHING = new Asks(Set.of(), 0, 0, false, Optional.empty());

    public Asks {
      capabilities = Set.copyOf(capabilities);
    }
  }

  /** Where a value lies, end exclusive. */
  record Span(int from, int to) {

    boolean isEmpty() {
      return from == to;
    }
  }

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
