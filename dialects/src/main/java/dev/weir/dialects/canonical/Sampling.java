package dev.weir.dialects.canonical;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the next token is chosen. Numbers are decimals, so that a translation does not alter them.
 *
 * @param topK whole number
 * @param choices {@code n}: how many answers
 * @param topLogprobs how many alternatives to report for each token; empty where none are wanted
 */
public record Sampling(
    Optional<BigDecimal> temperature,
    Optional<BigDecimal> topP,
    OptionalLong topK,
    Optional<BigDecimal> frequencyPenalty,
    Optional<BigDecimal> presencePenalty,
    OptionalLong seed,
    OptionalLong choices,
    OptionalLong topLogprobs,
    List<String> stop) {

  public static final Sampling UNSAID =
      new Sampling(
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          List.of());

  public Sampling {
    stop = List.copyOf(stop);
  }
}
