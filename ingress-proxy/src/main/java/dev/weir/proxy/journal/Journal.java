package dev.weir.proxy.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only journal in one folder, as a queue of {@link Segment}s: appended at the end, read
 * and given back at the beginning. At {@link JournalLimits#bytesMax} it takes nothing more. See the
 * package's text for threads and order.
 */
final class Journal implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Journal.class);

  private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SegmentFolder folder;
  private final DiskTrouble disk;
  private final JournalLimits limits;

  /** From the one that is read to the one that is written. Guarded by this. */
  private final Deque<Segment> segments = new ArrayDeque<>();

  /** Who waits for which place. Guarded by this. */
  private final Map<Position, Waiter> waiters = new HashMap<>();

  private Segment active;
  private @Nullable Segment spare;
  private long lastNumber;
  private volatile long usedBytes;
  private volatile boolean closed;

  private final Thread preparer =
      Thread.ofPlatform().name("weir-journal").daemon().unstarted(this::prepareWhileOpen);

  /** Whether the preparer was asked for the segment that follows. Guarded by this. */
  private boolean asked;

  /** Guarded by this. */
  private boolean preparing;

  /** The publisher's place. */
  private Segment reading;

  private int readAt;

  /** Hears that the log has acknowledged an entry. */
  interface Waiter {
    void acknowledged(boolean kept);
  }

  private static final Next NOTHING = new Next.Nothing();

  private Journal(SegmentFolder folder, JournalLimits limits) throws IOException {
    this.folder = folder;
    this.disk = new DiskTrouble(folder.toString());
    this.limits = limits;
    segments.addAll(folder.recover());
    if (!segments.isEmpty()) {
      lastNumber = segments.getLast().number();
      LOGGER
          .atInfo()
          .addKeyValue("segments", segments.size())
          .log("the journal holds records that are not in the log yet; they are published now");
    }
    active = freshSegment(limits.segmentBytes());
    segments.addLast(active);
    reading = segments.getFirst();
    readAt = reading.published();
    countUsed();
  }

  /**
   * Opens the journal and finds what an earlier process has left.
   *
   * @throws IOException where the folder cannot be used, or another process uses it
   */
  static Journal open(Path folder, JournalLimits limits) throws IOException {
    SegmentFolder taken = SegmentFolder.take(folder);
    try {
      Journal journal = new Journal(taken, limits);
      journal.preparer.start();
      return journal;
    } catch (IOException | RuntimeException e) {
      taken.close();
      throw e;
    }
  }

  private Segment freshSegment(int capacity) throws IOException {
    return Segment.create(folder.nextFile(), ++lastNumber, capacity);
  }

  /**
   * Appends an entry; false where there is no place for it.
   *
   * @param waiter hears of the acknowledgement, or null where nobody waits
   */
  boolean append(Entry entry, @Nullable Waiter waiter) {
    int size = Segment.sizeOf(entry);
    Segment segment;
    int offset;
    synchronized (this) {
      if (closed) {
        return false;
      }
      offset = active.take(size);
      if (offset < 0) {
        // Another may have begun a segment meanwhile.
        awaitPrepared();
        offset = active.take(size);
      }
      if (offset < 0) {
        if (closed || !roll(size)) {
          return false;
        }
        offset = active.take(size);
      }
      askToPrepare();
      segment = active;
      usedBytes += size;
      if (waiter != null) {
        note(waiter, segment, offset, size);
      }
    }
    segment.write(offset, size, entry, waiter != null);
    return true;
  }

  private void note(Waiter waiter, Segment segment, int offset, int size) {
    boolean noted = false;
    try {
      waiters.put(new Position(segment.number(), offset), waiter);
      noted = true;
    } finally {
      if (!noted) {
        segment.abandon(offset, size);
      }
    }
  }

  /** Begins the next segment, which is prepared as a rule. */
  private boolean roll(int size) {
    int needed = Math.max(limits.segmentBytes(), Segment.HEAD_BYTES + size);
    Segment next = spare;
    if (next == null || next.capacity() < needed) {
      if (allocated() + needed > limits.bytesMax()) {
        return false;
      }
      if (disk.failedLately()) {
        return false;
      }
      try {
        next = freshSegment((needed + 4095) & ~4095);
        disk.worked();
      } catch (IOException e) {
        disk.failed(e);
        return false;
      }
    } else {
      spare = null;
      // It was prepared before a larger one may have come between.
      next.renumber(++lastNumber);
    }
    active.seal();
    active = next;
    asked = false;
    segments.addLast(next);
    countUsed();
    return true;
  }

  /** Whether the last attempt to grow failed. */
  boolean cannotGrow() {
    return disk.isFailing();
  }

  /** At half of a segment, once: what is to follow it is written beside the appends. */
  private void askToPrepare() {
    if (!asked && spare == null && active.end() >= active.capacity() / 2) {
      asked = true;
      LockSupport.unpark(preparer);
    }
  }

  /** Takes no longer than to make a segment here, and others append meanwhile. */
  private synchronized void awaitPrepared() {
    boolean interrupted = false;
    while (preparing) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void prepareWhileOpen() {
    var sync = new DiskSync();
    long syncedNanos = System.nanoTime();
    while (!closed) {
      prepare();
      LockSupport.parkNanos(this, SYNC_NANOS);
      long now = System.nanoTime();
      if (now - syncedNanos >= SYNC_NANOS) {
        sync(sync);
        syncedNanos = now;
      }
    }
  }

  private void sync(DiskSync sync) {
    Position published;
    List<DiskSync.Held> held;
    synchronized (this) {
      Segment first = segments.getFirst();
      published = new Position(first.number(), first.published());
      held =
          isPublished()
              ? List.of()
              : segments.stream()
                  .map(it -> new DiskSync.Held(it.file(), it.number(), it.end()))
                  .toList();
    }
    var _ = sync.tick(published, held);
  }

  private long allocated() {
    long sum = spare == null ? 0 : spare.capacity();
    for (Segment segment : segments) {
      sum += segment.capacity();
    }
    return sum;
  }

  /** Sealed segments count whole: their ends are lost until they are given back. */
  private void countUsed() {
    long sum = 0;
    for (Segment segment : segments) {
      sum += segment == active ? segment.end() - Segment.HEAD_BYTES : segment.capacity();
    }
    usedBytes = sum;
  }

  /** Bytes that are not free for new entries. */
  long usedBytes() {
    return usedBytes;
  }

  /** For the publisher: takes the next entry in order. */
  Next next() {
    while (true) {
      boolean sealed = reading.isSealed();
      switch (reading.read(readAt)) {
        case Segment.Slot.Whole(Entry entry, boolean awaited, int next) -> {
          Position from = new Position(reading.number(), readAt);
          Waiter waiter = awaited ? takeWaiter(from) : null;
          readAt = next;
          return new Next.Found(entry, from, new Position(reading.number(), next), waiter);
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
    Position from = new Position(reading.number(), readAt);
    readAt = next;
    return new Next.Skipped(from, new Position(reading.number(), next), altered);
  }

  private synchronized @Nullable Waiter takeWaiter(Position place) {
    return waiters.remove(place);
  }

  /** Goes to the next segment, where there is one. */
  private synchronized boolean advance() {
    Segment after = segmentAfter(reading.number());
    if (after == null) {
      return false;
    }
    reading = after;
    readAt = Segment.HEAD_BYTES;
    return true;
  }

  private @Nullable Segment segmentAfter(long number) {
    for (Segment segment : segments) {
      if (segment.number() > number) {
        return segment;
      }
    }
    return null;
  }

  /** For the publisher: reads again from this place, which is not published. */
  synchronized void rewind(Position place) {
    for (Segment segment : segments) {
      if (segment.number() == place.segment()) {
        reading = segment;
        readAt = place.offset();
        return;
      }
    }
    throw new IllegalStateException("no segment " + place.segment() + " to read again");
  }

  /** For the publisher: reads again all that is not published. */
  synchronized void rewind() {
    reading = segments.getFirst();
    readAt = reading.published();
  }

  /** For the publisher: gives a waiter back whose entry will be read again. */
  synchronized void await(Position place, Waiter waiter) {
    waiters.put(place, waiter);
  }

  /** For the publisher: all before this place is in the log. */
  void published(Position place) {
    List<Segment> gone = new ArrayList<>();
    synchronized (this) {
      while (segments.getFirst().number() < place.segment()) {
        gone.add(segments.removeFirst());
      }
      segments.getFirst().published(place.offset());
      if (!gone.isEmpty()) {
        countUsed();
      }
    }
    for (Segment segment : gone) {
      retire(segment);
    }
  }

  /** Renews or deletes a segment that nobody can see any more. */
  private void retire(Segment segment) {
    boolean renew;
    synchronized (this) {
      renew = spare == null && segment.capacity() == limits.segmentBytes();
    }
    if (renew) {
      segment.renew();
      synchronized (this) {
        spare = segment;
      }
      return;
    }
    segment.close();
    folder.delete(segment);
  }

  /** Has the next segment ready before it is needed. */
  void prepare() {
    Path file;
    synchronized (this) {
      if (spare != null
          || preparing
          || closed
          || disk.failedLately()
          || active.end() < active.capacity() / 2
          || allocated() + limits.segmentBytes() > limits.bytesMax()) {
        return;
      }
      file = folder.nextFile();
      preparing = true;
    }
    @Nullable Segment made = null;
    try {
      made = Segment.create(file, 0, limits.segmentBytes());
    } catch (IOException e) {
      disk.failed(e);
    } finally {
      made = prepared(made);
    }
    if (made != null) {
      made.close();
      folder.delete(made);
    }
  }

  /** Gives back what is not needed any more. */
  private synchronized @Nullable Segment prepared(@Nullable Segment made) {
    preparing = false;
    notifyAll();
    if (made == null) {
      return null;
    }
    disk.worked();
    if (spare == null && !closed) {
      spare = made;
      return null;
    }
    return made;
  }

  /** For the publisher, which has nothing under way: all that it has read is in the log. */
  void caughtUp() {
    published(new Position(reading.number(), readAt));
  }

  /** Whether everything is in the log. */
  synchronized boolean isPublished() {
    return segments.size() == 1 && active.published() == active.end();
  }

  /** Takes nothing more. What is not published stays for the next process. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    LockSupport.unpark(preparer);
    awaitPrepared();
    boolean whole = isPublished();
    List<Segment> all = new ArrayList<>(segments);
    if (spare != null) {
      all.add(spare);
    }
    for (Segment segment : all) {
      boolean empty = whole || segment == spare;
      segment.close();
      if (empty) {
        folder.delete(segment);
      }
    }
    folder.close();
  }
}
