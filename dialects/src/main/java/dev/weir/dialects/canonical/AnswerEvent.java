package dev.weir.dialects.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;

/**
 * What happens in an answer. A document reads as the same events as a stream, and a writer of
 * documents gathers them.
 *
 * <p>Order: {@link Started} first; then content; then, once for each choice, {@link Finished}; then
 * the last {@link Used}. {@link Failed} may come at any time and ends the answer. The end of the
 * bytes without {@link Finished} or {@link Failed} is a truncation, which the reader reports as
 * {@link Failed} of kind {@link ErrorKind#TRUNCATED}.
 *
 * <p>Content comes in blocks that do not overlap within a choice: a delta of another kind, or a
 * {@link ToolCallStarted}, ends the block before it. Deltas of several tool calls may interleave;
 * their {@code call} tells them apart.
 */
public sealed interface AnswerEvent {

  /**
   * The answer has begun. Some dialects repeat all three in each chunk that they write, so what is
   * no sensible value is none: names beyond 1,024 characters, and times outside the years 1970 to
   * 9999.
   *
   * @param id the provider's; empty where it gives none
   * @param model the one that serves; empty where the provider does not say
   * @param createdSeconds since the epoch; 0 where the provider does not say
   */
  record Started(String id, String model, long createdSeconds) implements AnswerEvent {

    private static final int NAME_CHARACTERS_MAX = 1_024;
    private static final long SECONDS_MAX = 253_402_300_799L;

    public Started {
      id = id.length() > NAME_CHARACTERS_MAX ? "" : id;
      model = model.length() > NAME_CHARACTERS_MAX ? "" : model;
      createdSeconds = createdSeconds < 0 || createdSeconds > SECONDS_MAX ? 0 : createdSeconds;
    }
  }

  /** More text. {@code choice} counts from 0. */
  record TextDelta(int choice, String text) implements AnswerEvent {}

  /** More of a refusal in words. */
  record RefusalDelta(int choice, String text) implements AnswerEvent {}

  /** More of what the model thinks. */
  record ThinkingDelta(int choice, String text) implements AnswerEvent {}

  /** The proof of the thinking before it; ends its block. */
  record ThinkingSignature(int choice, String signature, DialectName signedBy)
      implements AnswerEvent {}

  /** A block of thinking that only the provider can read. */
  record HiddenThinking(int choice, String data, DialectName signedBy) implements AnswerEvent {}

  /**
   * The model begins to call a tool.
   *
   * @param call counts the calls of the choice from 0, in their order
   * @param id never empty: where the provider gives none, the reader makes one ({@link MadeIds})
   * @param signature Gemini's {@code thoughtSignature} of the call
   */
  record ToolCallStarted(int choice, int call, String id, String name, Optional<String> signature)
      implements AnswerEvent {

    /** The same call by another id and name. */
    ToolCallStarted named(String otherId, String otherName) {
      return new ToolCallStarted(choice, call, otherId, otherName, signature);
    }
  }

  /** More of a call's arguments, a piece of JSON text; none at all means {@code {}}. */
  record ToolCallDelta(int choice, int call, String json) implements AnswerEvent {}

  /** The model begins to call a tool that takes a text; counted among all calls of the choice. */
  record CustomCallStarted(int choice, int call, String id, String name) implements AnswerEvent {

    /** The same call by another id and name. */
    CustomCallStarted named(String otherId, String otherName) {
      return new CustomCallStarted(choice, call, otherId, otherName);
    }
  }

  /** More of the text that such a tool gets. */
  record CustomCallDelta(int choice, int call, String text) implements AnswerEvent {}

  /**
   * A source of the text before it, or what only its dialect has, in the words of that dialect.
   *
   * @param cited what other dialects may tell of it
   */
  record Foreign(
      int choice, DialectName dialect, String type, JsonNode json, Optional<? extends Cited> cited)
      implements AnswerEvent {

    public Foreign(int choice, DialectName dialect, String type, JsonNode json) {
      this(choice, dialect, type, json, Optional.empty());
    }
  }

  /**
   * One choice has ended.
   *
   * @param stopSequence the one that was met, where the provider says it
   * @param dialectReason as the provider named it, for its own dialect and for records
   */
  record Finished(
      int choice, FinishReason reason, Optional<String> stopSequence, String dialectReason)
      implements AnswerEvent {}

  /** What was used so far: cumulative, the last one counts. */
  record Used(TokenCounts counts, Optional<String> serviceTier) implements AnswerEvent {}

  /** The answer ends with an error. The message is the provider's: for the caller, not for logs. */
  record Failed(ErrorKind kind, String message) implements AnswerEvent {}
}
