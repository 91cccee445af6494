package dev.weir.dialects.openai;

import dev.weir.dialects.usage.TokenCounts;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an answer, whole or not. Texts are empty where the answer named none.
 *
 * @param counts the provider's own count, if it gave one
 * @param textCharacters UTF-16 units of what the model wrote
 * @param error whether the answer carried an error object
 * @param dropped what the caller's dialect has no place for: names, no values
 */
public record AnswerFacts(
    String model,
    String serviceTier,
    String finishReason,
    Optional<TokenCounts> counts,
    long textCharacters,
    boolean error,
    List<String> dropped) {

  public AnswerFacts {
    dropped = List.copyOf(dropped);
  }

  /** An answer of which nothing was lost. */
  public AnswerFacts(
      String model,
      String serviceTier,
      String finishReason,
      Optional<TokenCounts> counts,
      long textCharacters,
      boolean error) {
    this(model, serviceTier, finishReason, counts, textCharacters, error, List.of());
  }

  /** Before anything came. */
  public static final AnswerFacts NOTHING = new AnswerFacts("", "", "", Optional.empty(), 0, false);

  /** The same with the provider's count, where it gave one. */
  public AnswerFacts withCounts(Optional<TokenCounts> others) {
    return new AnswerFacts(
        model, serviceTier, finishReason, others, textCharacters, error, dropped);
  }

  /** The same with the names of what the caller's dialect could not say. */
  public AnswerFacts withDropped(List<String> names) {
    return new AnswerFacts(model, serviceTier, finishReason, counts, textCharacters, error, names);
  }

  static AnswerFacts of(AnswerScan scan) {
    return new AnswerFacts(
        scan.model(),
        scan.serviceTier(),
        scan.finishReason(),
        scan.counts(),
        scan.textCharacters(),
        scan.sawError());
  }
}
