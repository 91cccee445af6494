package dev.weir.proxy.journal;

import dev.weir.proxy.journal.Journal.Waiter;
import org.jspecify.annotations.Nullable;

/** The publisher's place in a journal, which that one thread alone moves. */
final class JournalReader {

  private static final Next NOTHING = new Next.Nothing();

  private final Journal journal;
  private Segment reading;
  private int readAt;

  /** Begins with what is not published of this segment, which is the journal's first. */
  JournalReader(Journal journal, Segment first) {
    this.journal = journal;
    this.reading = first;
    this.readAt = first.published();
  }

  /** All before it was read. */
  Position place() {
    return new Position(reading.number(), readAt);
  }

  /** Takes the next entry in order. */
  Next next() {
    while (true) {
      boolean sealed = reading.isSealed();
      switch (reading.read(readAt)) {
        case Segment.Slot.Whole(Entry entry, boolean awaited, int next) -> {
          Position from = place();
          @Nullable Waiter waiter = awaited ? journal.takeWaiter(from) : null;
          readAt = next;
          return new Next.Found(entry, from, place(), waiter);
        }
        case Segment.Slot.Unusable(int next, boolean altered) -> {
          return skip(next, altered);
        }
        case Segment.Slot.Taken(int next) -> {
          if (!reading.isRecovered()) {
            return NOTHING;
          }
          // Its writer was killed before it could say that the entry is there.
          return skip(next, false);
        }
        case Segment.Slot.Empty _ -> {
          // Sealed was asked first: nothing can have come between.
          if (!sealed || !advance()) {
            return NOTHING;
          }
        }
      }
    }
  }

  private Next skip(int next, boolean altered) {
    Position from = place();
    readAt = next;
    return new Next.Skipped(from, place(), altered);
  }

  /** Goes to the next segment, where there is one. */
  private boolean advance() {
    Segment after = journal.segmentAfter(reading.number());
    if (after == null) {
      return false;
    }
    reading = after;
    readAt = Segment.HEAD_BYTES;
    return true;
  }

  /** Reads again from this place, which is not published. */
  void rewind(Position place) {
    Segment segment = journal.segmentAfter(place.segment() - 1);
    if (segment == null || segment.number() != place.segment()) {
      throw new IllegalStateException("no segment " + place.segment() + " to read again");
    }
    reading = segment;
    readAt = place.offset();
  }

  /** Reads again all that is not published. */
  void rewind() {
    reading = journal.firstSegment();
    readAt = reading.published();
  }
}
