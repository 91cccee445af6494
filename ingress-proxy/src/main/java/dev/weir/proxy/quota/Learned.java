package dev.weir.proxy.quota;

import dev.weir.dialects.usage.TokenCounts;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the estimates of a model's tokens are from what its provider counts, and how long its
 * answers are. Reservations are made by the highest figures of late, which fade by a hundredth with
 * each exchange; what has to be charged by estimate is charged by what is usual.
 */
public final class Learned {

  /** Models come from the policy; beyond so many, nothing is learned of others. */
  private static final int MODELS_MAX = 10_000;

  private static final double FADING = 0.99;
  private static final double RATIO_MAX = 8;

  /** Before an answer was seen: about a page. */
  private static final double OUTPUT_AT_FIRST = 1_024;

  /** So much of itself the ninetieth percentile moves at most with one answer. */
  private static final double PERCENTILE_STEP = 0.1;

  private static final Figures AT_FIRST =
      new Figures(
          1.1,
          1.1,
          Usual.NOTHING,
          Usual.NOTHING,
          OUTPUT_AT_FIRST,
          OUTPUT_AT_FIRST,
          Usual.NOTHING,
          0);

  private final Map<String, Figures> models = new ConcurrentHashMap<>();

  /**
   * @param input the highest ratio of late of what was counted to what was estimated
   * @param output the same of what is read of an answer
   * @param answer the longest answer of late
   * @param ninetieth nine of ten answers are no longer, about
   * @param usualUnread tokens of an answer of which nothing can be read: a model's hidden reasoning
   * @param unread the most of these of late
   */
  private record Figures(
      double input,
      double output,
      Usual usualInput,
      Usual usualOutput,
      double answer,
      double ninetieth,
      Usual usualUnread,
      double unread) {}

  /** What was counted and what was estimated, both fading. */
  private record Usual(double counted, double estimated) {

    private static final Usual NOTHING = new Usual(0, 0);

    Usual with(long count, long estimate) {
      return new Usual(counted * FADING + (double) count, estimated * FADING + (double) estimate);
    }

    /** Of one, where one was estimated for each; nothing where none was seen. */
    OptionalLong mean() {
      return estimated <= 0
          ? OptionalLong.empty()
          : OptionalLong.of(Math.round(counted / estimated));
    }

    long of(long estimate) {
      return estimated <= 0
          ? estimate
          : Math.round(
              (double) estimate * Math.clamp(counted / estimated, 1 / RATIO_MAX, RATIO_MAX));
    }
  }

  /** What estimates of a model's tokens usually come to; as they are where nothing is known. */
  public interface Estimates {

    Estimates AS_THEY_ARE = new AsTheyAre();

    /** Of a request. */
    long input(long estimate);

    /** Of an answer's text. */
    long output(long estimate);

    /** Of what nobody could read of an answer; nothing where none was seen. */
    OptionalLong unread();
  }

  private static final class AsTheyAre implements Estimates {
    @Override
    public long input(long estimate) {
      return estimate;
    }

    @Override
    public long output(long estimate) {
      return estimate;
    }

    @Override
    public OptionalLong unread() {
      return OptionalLong.empty();
    }
  }

  /** Tokens of a request, where so many were estimated. */
  public long input(String model, long estimate) {
    return (long) Math.ceil((double) estimate * of(model).input);
  }

  /** Tokens of an answer so far, where so many were estimated. */
  public long output(String model, long estimate) {
    return (long) Math.ceil((double) estimate * of(model).output);
  }

  /** Tokens of a whole answer that nothing is known of. */
  public long answer(String model) {
    return (long) Math.ceil(of(model).answer);
  }

  /** Nine of ten whole answers have no more tokens, about. */
  public long usualAnswer(String model) {
    return (long) Math.ceil(of(model).ninetieth);
  }

  /**
   * Tokens that an answer may have besides what is read of it, and that nobody can cut; nothing
   * where no answer was seen that may have had any.
   */
  public OptionalLong unread(String model) {
    Figures known = of(model);
    return known.usualUnread.estimated <= 0
        ? OptionalLong.empty()
        : OptionalLong.of((long) Math.ceil(known.unread));
  }

  /** What to charge where the provider does not say. */
  public Estimates estimates(String model) {
    Figures known = of(model);
    return new Estimates() {
      @Override
      public long input(long estimate) {
        return known.usualInput.of(estimate);
      }

      @Override
      public long output(long estimate) {
        return known.usualOutput.of(estimate);
      }

      @Override
      public OptionalLong unread() {
        return known.usualUnread.mean();
      }
    };
  }

  private Figures of(String model) {
    return models.getOrDefault(model, AT_FIRST);
  }

  /**
   * What a provider has counted, and what was estimated of it.
   *
   * @param mayReason whether the request let the model reason: else nothing is learned of that
   */
  public void note(
      String model,
      TokenCounts counts,
      long inputEstimate,
      long outputEstimate,
      boolean mayReason) {
    if (models.size() >= MODELS_MAX && !models.containsKey(model)) {
      return;
    }
    long output =
        counts.output()
            + counts.reasoning()
            + counts.parts().audioOutput()
            + counts.parts().imageOutput();
    long input = counts.total() - output;
    // Reasoning that a caller sees was estimated with the text.
    long unread = Math.min(counts.reasoning(), Math.max(0, output - outputEstimate));
    long read = output - unread;
    models.compute(
        model,
        (_, known) -> {
          Figures before = known == null ? AT_FIRST : known;
          return new Figures(
              ratio(before.input, input, inputEstimate),
              ratio(before.output, read, outputEstimate),
              inputEstimate <= 0 ? before.usualInput : before.usualInput.with(input, inputEstimate),
              outputEstimate <= 0
                  ? before.usualOutput
                  : before.usualOutput.with(read, outputEstimate),
              Math.max(before.answer * FADING, (double) output),
              ninetieth(before.ninetieth, output),
              mayReason ? before.usualUnread.with(unread, 1) : before.usualUnread,
              mayReason ? Math.max(before.unread * FADING, (double) unread) : before.unread);
        });
  }

  /** Moves up nine times as far as down: it stands still where it does one ninth as often. */
  private static double ninetieth(double before, long output) {
    double step = Math.max(1, before * PERCENTILE_STEP);
    return Math.max(1, output > before ? before + step * 0.9 : before - step * 0.1);
  }

  private static double ratio(double before, long counted, long estimate) {
    if (estimate <= 0) {
      return before;
    }
    double now = Math.min(RATIO_MAX, (double) counted / (double) estimate);
    return Math.max(1, Math.max(before * FADING, now));
  }
}
