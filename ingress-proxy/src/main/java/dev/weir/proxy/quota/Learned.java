package dev.weir.proxy.quota;

import dev.weir.dialects.usage.TokenCounts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the estimates of a model's tokens are from what its provider counts: reservations are
 * made larger by that. Each figure is the highest of late: it fades by a hundredth with each
 * exchange.
 */
public final class Learned {

  /** Models come from the policy; beyond so many, nothing is learned of others. */
  private static final int MODELS_MAX = 10_000;

  private static final double FADING = 0.99;
  private static final double RATIO_MAX = 8;

  /** Before an answer was seen: about a page. */
  private static final long OUTPUT_AT_FIRST = 1_024;

  private static final Figures AT_FIRST = new Figures(1.1, 1.1, OUTPUT_AT_FIRST);

  private final Map<String, Figures> models = new ConcurrentHashMap<>();

  private record Figures(double input, double output, double answer) {}

  /** Tokens of a request, where so many were estimated. */
  public long input(String model, long estimate) {
    return (long) Math.ceil(estimate * of(model).input);
  }

  /** Tokens of an answer so far, where so many were estimated. */
  public long output(String model, long estimate) {
    return (long) Math.ceil(estimate * of(model).output);
  }

  /** Tokens of a whole answer that nothing is known of. */
  public long answer(String model) {
    return (long) Math.ceil(of(model).answer);
  }

  private Figures of(String model) {
    return models.getOrDefault(model, AT_FIRST);
  }

  /** What a provider has counted, and what was estimated of it. */
  public void note(String model, TokenCounts counts, long inputEstimate, long outputEstimate) {
    if (models.size() >= MODELS_MAX && !models.containsKey(model)) {
      return;
    }
    long output = counts.output() + counts.reasoning();
    long input = counts.total() - output;
    models.compute(
        model,
        (_, known) -> {
          Figures before = known == null ? AT_FIRST : known;
          return new Figures(
              ratio(before.input, input, inputEstimate),
              ratio(before.output, output, outputEstimate),
              Math.max(before.answer * FADING, (double) output));
        });
  }

  private static double ratio(double before, long counted, long estimate) {
    if (estimate <= 0) {
      return before;
    }
    double now = Math.min(RATIO_MAX, (double) counted / estimate);
    return Math.max(1, Math.max(before * FADING, now));
  }
}
