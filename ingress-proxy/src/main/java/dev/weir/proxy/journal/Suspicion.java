package dev.weir.proxy.journal;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether it is one entry that the log refuses. A producer blames every record of a batch
 * for what is wrong with one, and a broker says "invalid" for what is wrong with its clock or its
 * settings. So an entry that fails twice is sent alone, and what alone is refused often enough is
 * doubted: it is given up only when the log takes another of its topic meanwhile.
 */
final class Suspicion {

  private static final int FAILURES_IN_COMPANY = 2;
  private static final int REFUSALS_ALONE = 3;

  private @Nullable Position place;
  private int failures;
  private int refusals;
  private boolean witnessed;
  private boolean proven;

  /** Whether the log blames the record, rightly or not. */
  static boolean isOfTheRecord(@Nullable Exception cause) {
    return cause instanceof InvalidRecordException
        || cause instanceof RecordBatchTooLargeException
        || cause instanceof InvalidTimestampException;
  }

  /** It failed, and will be sent again. */
  void failed(Sent first) {
    if (!first.from().equals(place)) {
      clear();
      place = first.from();
    }
    if (isAlone() && isOfTheRecord(first.failure())) {
      refusals++;
      proven = witnessed;
    }
    failures++;
  }

  /** While it was doubted another failed as well: it has to be refused once more. */
  void othersFail() {
    refusals = Math.min(refusals, REFUSALS_ALONE - 1);
  }

  /** Whether one entry is sent at a time. */
  boolean isAlone() {
    return failures >= FAILURES_IN_COMPANY;
  }

  /** Whether the entry at this place was refused often enough, and no other was tried yet. */
  boolean isDoubted(Position at) {
    return refusals >= REFUSALS_ALONE && !witnessed && at.equals(place);
  }

  /** The log takes others like the one that is doubted: one more refusal is proof. */
  void witnessed() {
    witnessed = true;
  }

  boolean isProven() {
    return proven;
  }

  /** Nothing is open about this place any more. */
  void settled(Position at) {
    if (at.equals(place)) {
      clear();
    }
  }

  private void clear() {
    place = null;
    failures = 0;
    refusals = 0;
    witnessed = false;
    proven = false;
  }
}
