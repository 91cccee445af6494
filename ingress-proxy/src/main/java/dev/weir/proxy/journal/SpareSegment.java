package dev.weir.proxy.journal;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The segment that will follow the one that is written: made beside the appends and, as a rule,
 * before it is needed, so that none of them waits for the disk. A segment that is published serves
 * again. What it knows is guarded by the lock of its journal, which is given up while somebody
 * waits here.
 */
final class SpareSegment {

  private final Object lock;
  private final SegmentFolder folder;
  private final DiskTrouble disk;
  private final int bytes;
  private @Nullable Segment ready;

  /** Whether whoever makes it was told that it is time. */
  private boolean asked;

  private boolean making;
  private boolean closed;

  /**
   * @param lock the journal's
   * @param bytes of a segment
   */
  SpareSegment(Object lock, SegmentFolder folder, DiskTrouble disk, int bytes) {
    this.lock = lock;
    this.folder = folder;
    this.disk = disk;
    this.bytes = bytes;
  }

  /** Bytes that it has on the disk; 0 where there is none. */
  int capacity() {
    synchronized (lock) {
      return ready == null ? 0 : ready.capacity();
    }
  }

  /** Whether it is to be made now: once for each segment, when that is half full. */
  boolean isToBeAskedFor(Segment active) {
    synchronized (lock) {
      if (asked || ready != null || active.end() < active.capacity() / 2) {
        return false;
      }
      asked = true;
      return true;
    }
  }

  /** Takes it where it has that many bytes; else null, and it stays. */
  @Nullable Segment take(int needed) {
    synchronized (lock) {
      asked = false;
      Segment taken = ready;
      if (taken == null || taken.capacity() < needed) {
        return null;
      }
      ready = null;
      return taken;
    }
  }

  /** Takes no longer than to make a segment, and others append meanwhile. */
  void await() {
    boolean interrupted = false;
    synchronized (lock) {
      while (making) {
        try {
          lock.wait();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the caller is to {@link #make} it; then nobody else does. */
  boolean begins() {
    synchronized (lock) {
      if (ready != null || making || closed || disk.failedLately()) {
        return false;
      }
      making = true;
      return true;
    }
  }

  /** Makes it; the lock is not held while the disk works. */
  void make() {
    Path file;
    synchronized (lock) {
      file = folder.nextFile();
    }
    @Nullable Segment made = null;
    try {
      made = Segment.create(file, 0, bytes);
      disk.worked();
    } catch (IOException e) {
      disk.failed(e);
    } finally {
      boolean kept;
      synchronized (lock) {
        making = false;
        lock.notifyAll();
        kept = made == null || keeps(made);
      }
      if (made != null && !kept) {
        delete(made);
      }
    }
  }

  /** Takes a segment that nobody can see any more: it serves again, or is deleted. */
  void offer(Segment segment) {
    boolean serves = segment.capacity() == bytes && capacity() == 0;
    if (serves) {
      segment.renew();
      serves = keeps(segment);
    }
    if (!serves) {
      delete(segment);
    }
  }

  /** False where there is one already, or none is needed any more. */
  private boolean keeps(Segment segment) {
    synchronized (lock) {
      if (ready != null || closed) {
        return false;
      }
      ready = segment;
      return true;
    }
  }

  private void delete(Segment segment) {
    segment.close();
    folder.delete(segment);
  }

  /** Deletes it, and every one that comes later. */
  void close() {
    @Nullable Segment left;
    synchronized (lock) {
      closed = true;
      await();
      left = ready;
      ready = null;
    }
    if (left != null) {
      delete(left);
    }
  }
}
