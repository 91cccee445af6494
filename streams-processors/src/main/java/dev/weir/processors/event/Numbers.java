package dev.weir.processors.event;

import dev.weir.processors.store.NumberRange;
import dev.weir.processors.store.TakenNumbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers of a dense sequence were taken: all below the next one but those that are missing.
 * Numbers come in order as a rule, so there are few gaps. Beyond {@value #GAPS_MAX} of them the
 * oldest is given up: what it misses would be taken for a repetition.
 */
final class Numbers {

  static final int GAPS_MAX = 1_000;

  /** The first number that is given. */
  private static final long FIRST = 1;

  private Numbers() {}

  static boolean isTaken(@Nullable TakenNumbers taken, long number) {
    return taken != null
        && number < taken.getNext()
        && taken.getMissing().stream().noneMatch(gap -> holds(gap, number));
  }

  /** The same with one number more, that was not taken. */
  static TakenNumbers take(@Nullable TakenNumbers taken, long number, long nowMillis) {
    long next = taken == null ? FIRST : taken.getNext();
    List<NumberRange> missing = taken == null ? List.of() : taken.getMissing();
    if (number >= next) {
      return new TakenNumbers(number + 1, withGap(missing, next, number - 1), nowMillis);
    }
    List<NumberRange> left = new ArrayList<>(missing.size() + 1);
    for (NumberRange gap : missing) {
      if (holds(gap, number)) {
        add(left, gap.getFirst(), number - 1);
        add(left, number + 1, gap.getLast());
      } else {
        left.add(gap);
      }
    }
    return new TakenNumbers(next, atMost(left), nowMillis);
  }

  private static List<NumberRange> withGap(List<NumberRange> missing, long first, long last) {
    if (last < first) {
      return missing;
    }
    List<NumberRange> more = new ArrayList<>(missing);
    add(more, first, last);
    return atMost(more);
  }

  private static void add(List<NumberRange> ranges, long first, long last) {
    if (first <= last) {
      ranges.add(new NumberRange(first, last));
    }
  }

  private static List<NumberRange> atMost(List<NumberRange> gaps) {
    return gaps.size() <= GAPS_MAX ? gaps : gaps.subList(gaps.size() - GAPS_MAX, gaps.size());
  }

  private static boolean holds(NumberRange gap, long number) {
    return gap.getFirst() <= number && number <= gap.getLast();
  }
}
