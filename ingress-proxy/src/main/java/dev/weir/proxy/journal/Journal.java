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

  private final SpareSegment spare;
  private Segment active;
  private long lastNumber;
  private volatile long usedBytes;
  private volatile boolean closed;

  private final Thread preparer =
      Thread.ofPlatform().name("weir-journal").daemon().unstarted(this::prepareWhileOpen);

  private final JournalReader reader;

  /** Hears that the log has acknowledged an entry. */
  interface Waiter {
    void acknowledged(boolean kept);
  }

  private Journal(SegmentFolder folder, JournalLimits limits) throws IOException {
    this.folder = folder;
    this.disk = new DiskTrouble(folder.toString());
    this.limits = limits;
    this.spare = new SpareSegment(this, folder, disk, limits.segmentBytes());
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
    reader = new JournalReader(this, segments.getFirst());
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
        spare.await();
        offset = active.take(size);
      }
      if (offset < 0) {
        if (closed || !roll(size)) {
          return false;
        }
        offset = active.take(size);
      }
      if (spare.isToBeAskedFor(active)) {
        LockSupport.unpark(preparer);
      }
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
    Segment next = spare.take(needed);
    if (next == null) {
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
      // It was prepared before a larger one may have come between.
      next.renumber(++lastNumber);
    }
    active.seal();
    active = next;
    segments.addLast(next);
    countUsed();
    return true;
  }

  /** Whether the last attempt to grow failed. */
  boolean cannotGrow() {
    return disk.isFailing();
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
    long sum = spare.capacity();
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
    return reader.next();
  }

  /** For the publisher: reads again from this place, which is not published. */
  void rewind(Position place) {
    reader.rewind(place);
  }

  /** For the publisher: reads again all that is not published. */
  void rewind() {
    reader.rewind();
  }

  /** For the publisher, which has nothing under way: all that it has read is in the log. */
  void caughtUp() {
    published(reader.place());
  }

  synchronized @Nullable Waiter takeWaiter(Position place) {
    return waiters.remove(place);
  }

  /** Null where there is none yet. */
  synchronized @Nullable Segment segmentAfter(long number) {
    for (Segment segment : segments) {
      if (segment.number() > number) {
        return segment;
      }
    }
    return null;
  }

  synchronized Segment firstSegment() {
    return segments.getFirst();
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
      spare.offer(segment);
    }
  }

  /** Has the next segment ready before it is needed. */
  void prepare() {
    synchronized (this) {
      if (closed
          || active.end() < active.capacity() / 2
          || allocated() + limits.segmentBytes() > limits.bytesMax()
          || !spare.begins()) {
        return;
      }
    }
    spare.make();
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
    spare.close();
    boolean whole = isPublished();
    for (Segment segment : List.copyOf(segments)) {
      segment.close();
      if (whole) {
        folder.delete(segment);
      }
    }
    folder.close();
  }
}
