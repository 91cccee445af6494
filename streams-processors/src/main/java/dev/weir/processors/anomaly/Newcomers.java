package dev.weir.processors.anomaly;

import dev.weir.processors.store.KnownUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which hours of the week and which models are new to someone. Nothing is until it is known well: a
 * model after {@link #MODELS_AFTER}, an hour after {@link #HOURS_AFTER}. Beyond {@value
 * #MODELS_MAX} models no more are remembered, and none is new.
 */
final class Newcomers {

  static final Duration MODELS_AFTER = Duration.ofDays(7);
  static final Duration HOURS_AFTER = Duration.ofDays(14);
  static final int MODELS_MAX = 200;

  private static final int HOURS = 168;
  private static final int HOUR_SECONDS = 3_600;

  /** What is known after the use; nothing where that is no more than before. */
  Optional<KnownUse> after(@Nullable KnownUse before, String model, Instant at) {
    if (before == null) {
      return Optional.of(
          new KnownUse(
              at.toEpochMilli(), List.of(hour(at)), model.isEmpty() ? List.of() : List.of(model)));
    }
    boolean hourKnown = before.getHours().contains(hour(at));
    boolean modelKnown =
        model.isEmpty()
            || before.getModels().contains(model)
            || before.getModels().size() >= MODELS_MAX;
    return hourKnown && modelKnown
        ? Optional.empty()
        : Optional.of(
            new KnownUse(
                before.getFirstMillis(),
                hourKnown ? before.getHours() : with(before.getHours(), hour(at)),
                modelKnown ? before.getModels() : with(before.getModels(), model)));
  }

  boolean isNewModel(@Nullable KnownUse before, String model, Instant at) {
    return before != null
        && isOld(before, at, MODELS_AFTER)
        && !model.isEmpty()
        && before.getModels().size() < MODELS_MAX
        && !before.getModels().contains(model);
  }

  /** An hour beside a known one is not new: working days begin a little earlier or later. */
  boolean isNewHour(@Nullable KnownUse before, Instant at) {
    if (before == null || !isOld(before, at, HOURS_AFTER)) {
      return false;
    }
    int hour = hour(at);
    return !before.getHours().contains(hour)
        && !before.getHours().contains((hour + 1) % HOURS)
        && !before.getHours().contains((hour + HOURS - 1) % HOURS);
  }

  private static boolean isOld(KnownUse known, Instant at, Duration age) {
    return at.toEpochMilli() - known.getFirstMillis() >= age.toMillis();
  }

  private static int hour(Instant at) {
    return (int) Math.floorMod(Math.floorDiv(at.getEpochSecond(), HOUR_SECONDS), (long) HOURS);
  }

  private static <T> List<T> with(List<T> all, T one) {
    List<T> more = new ArrayList<>(all);
    more.add(one);
    return more;
  }
}
