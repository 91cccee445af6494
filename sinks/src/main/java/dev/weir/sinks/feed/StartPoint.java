package dev.weir.sinks.feed;

import java.util.OptionalLong;

/**
 * Where reading of a partition begins, given what the archive holds and what the log still holds.
 */
sealed interface StartPoint {

  /** The log holds everything that the archive lacks. */
  record From(long offset) implements StartPoint {}

  /**
   * A new archive of a log that has deleted records already.
   *
   * @param offset the oldest that is left
   */
  record Late(long offset) implements StartPoint {}

  /** Records behind the archive's end were deleted before they were archived. */
  record AfterLoss(long missingFrom, long offset) implements StartPoint {}

  /** The archive is ahead of the log: it belongs to another topic of the same name. */
  record Foreign(long archivedUntil, long logEnd) implements StartPoint {}

  /**
   * Decides.
   *
   * @param archivedUntil first offset that the archive does not hold; nothing for a new archive
   * @param logBegin first offset that the log still holds
   * @param logEnd first offset that the log does not hold yet
   */
  static StartPoint decide(OptionalLong archivedUntil, long logBegin, long logEnd) {
    if (archivedUntil.isEmpty()) {
      return logBegin == 0 ? new From(0) : new Late(logBegin);
    }
    long next = archivedUntil.getAsLong();
    if (next > logEnd) {
      return new Foreign(next, logEnd);
    }
    return next < logBegin ? new AfterLoss(next, logBegin) : new From(next);
  }
}
