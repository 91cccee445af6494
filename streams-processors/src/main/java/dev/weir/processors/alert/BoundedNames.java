package dev.weir.processors.alert;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import dev.weir.processors.event.Counters;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A detector of names that takes no more than its share of a core, however much there is to read.
 * It earns {@value #PERCENT} % of the time that passes, and keeps what it has earned up to {@link
 * #SAVED_MAX}; a text that comes when there is nothing left is passed over. Of each text the first
 * {@value #TEXT_CHARS_MAX} characters are read. What was not read is counted, so nothing waits and
 * nothing is left out in silence. For one thread.
 */
public final class BoundedNames implements Detector {

  static final int TEXT_CHARS_MAX = 16 * 1024;

  private static final int PERCENT = 25;

  private static final Duration SAVED_MAX = Duration.ofSeconds(10);

  /** Those that tell who or where somebody is; a date or a title alone does not. */
  private static final Set<FindingType> TOLD =
      Set.of(
          FindingType.PERSON,
          FindingType.LOCATION,
          FindingType.ORGANISATION,
          FindingType.STREET_ADDRESS);

  /**
   * Everyday words are taken for names with less: of 800 harmless requests that were looked at,
   * about half of what stood below was none ("river", "Linux", "Trino").
   */
  private static final double SCORE_MIN = 0.8;

  private static final Logger LOGGER = LoggerFactory.getLogger(BoundedNames.class);
  private static final Detector NOTHING = _ -> List.of();

  private final Supplier<? extends Detector> source;
  private final Counters counters;
  private final LongSupplier nanoTime;
  private Detector names = NOTHING;
  private boolean opened;
  private boolean usable;
  private long savedNanos = SAVED_MAX.toNanos();
  private long then;

  /**
   * Of names that are found by {@code source}, which is asked when the first text comes.
   *
   * @param nanoTime nanoseconds from any fixed point
   */
  public BoundedNames(
      Supplier<? extends Detector> source, Counters counters, LongSupplier nanoTime) {
    this.source = source;
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.then = nanoTime.getAsLong();
  }

  @Override
  public List<Finding> scan(CharSequence text) {
    long now = nanoTime.getAsLong();
    savedNanos = Math.min(SAVED_MAX.toNanos(), savedNanos + (now - then) * PERCENT / 100);
    then = now;
    if (savedNanos <= 0 || !isUsable()) {
      counters.namesSkipped(text.length());
      return List.of();
    }
    int length = length(text);
    List<Finding> found = names.scan(text.subSequence(0, length));
    then = nanoTime.getAsLong();
    savedNanos -= then - now;
    counters.namesRead(length);
    counters.namesSkipped(text.length() - length);
    return found.stream().filter(BoundedNames::isTold).toList();
  }

  private static boolean isTold(Finding finding) {
    return finding.score() >= SCORE_MIN && TOLD.contains(finding.type());
  }

  /** Not within a character. */
  private static int length(CharSequence text) {
    int length = Math.min(text.length(), TEXT_CHARS_MAX);
    return length < text.length() && Character.isLowSurrogate(text.charAt(length))
        ? length - 1
        : length;
  }

  /** A model that cannot be loaded here must not stop bills and seals. */
  private boolean isUsable() {
    if (!opened) {
      opened = true;
      try {
        names = source.get();
        usable = true;
      } catch (RuntimeException | LinkageError e) {
        LOGGER
            .atError()
            .setCause(e)
            .log("names cannot be found: the model does not load; processors.names: off is quiet");
      }
    }
    return usable;
  }
}
