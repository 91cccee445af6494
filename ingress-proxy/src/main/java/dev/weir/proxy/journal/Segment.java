package dev.weir.proxy.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.schemas.topic.Topic;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * One file of the journal, mapped into memory.
 *
 * <p>Layout, little-endian: a head of {@value #HEAD_BYTES} bytes (magic, number, how far it is
 * published), then entries, each at a multiple of eight: length (0: nothing yet; negative: taken
 * and not written; positive: whole), CRC-32C of the rest, time in microseconds, topic, lengths of
 * key and id, flags, lengths of value and trace, then key, id, trace and value. The length is
 * written last.
 *
 * <p>A file that serves again keeps the bytes of its earlier life. Behind the last place that was
 * taken there is a length of 0 always, so nobody comes to read them.
 */
final class Segment implements AutoCloseable {

  static final int HEAD_BYTES = 64;

  private static final long MAGIC =
      ByteBuffer.wrap("WEIRJNL2".getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  private static final int NUMBER_AT = 8;
  private static final int PUBLISHED_AT = 16;

  private static final int CRC_AT = 4;
  private static final int TIME_AT = 8;
  private static final int TOPIC_AT = 16;
  private static final int KEY_LENGTH_AT = 18;
  private static final int ID_LENGTH_AT = 20;
  private static final int FLAGS_AT = 22;
  private static final int VALUE_LENGTH_AT = 24;
  private static final int TRACE_LENGTH_AT = 28;
  private static final int PAYLOAD_AT = 32;

  private static final short AWAITED = 1;
  private static final short VOID = 2;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LENGTH = INT.varHandle();
  private static final VarHandle WORD = LONG.varHandle();

  /** What stands at an offset. */
  sealed interface Slot {

    /** Nothing was written there yet. */
    record Empty() implements Slot {}

    /** Somebody is writing, or died while writing. */
    record Taken(int next) implements Slot {}

    /** Nothing to publish: an append that failed, or bytes that a fault of the machine altered. */
    record Unusable(int next, boolean altered) implements Slot {}

    /** An entry, and whether somebody waits for its acknowledgement. */
    record Whole(Entry entry, boolean awaited, int next) implements Slot {}
  }

  private static final Slot EMPTY = new Slot.Empty();

  private final Path file;
  private final Arena arena;
  private final MemorySegment bytes;
  private final int capacity;
  private long number;

  /** Where the next entry goes; guarded by the journal's lock. */
  private int end = HEAD_BYTES;

  /** No entry follows beyond {@link #end}. */
  private volatile boolean sealed;

  private boolean recovered;

  /** Places that were taken and whose writers broke. */
  private final Set<Integer> abandoned = ConcurrentHashMap.newKeySet(1);

  private Segment(Path file, Arena arena, MemorySegment bytes) {
    this.file = file;
    this.arena = arena;
    this.bytes = bytes;
    this.capacity = (int) bytes.byteSize();
  }

  /** Bytes that an entry takes in a segment. */
  static int sizeOf(Entry entry) {
    long size =
        (long) PAYLOAD_AT
            + entry.key().length
            + entry.eventId().length
            + entry.trace().length
            + entry.value().length;
    return Math.toIntExact((size + 7) & ~7L);
  }

  /**
   * Makes a file whose blocks are all allocated: a disk that is full is found out here, and not by
   * a fault in the middle of an append.
   */
  static Segment create(Path file, long number, int capacity) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            SegmentFolder.ownerOnly(file, "rw-------"))) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(1024 * 1024);
      while (channel.position() < capacity) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), capacity - channel.position()));
        while (zeros.hasRemaining()) {
          var _ = channel.write(zeros);
        }
      }
      Segment segment = map(file, channel);
      segment.begin(number);
      return segment;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * Opens a file of an earlier process; it takes no more entries. Nothing where it is no segment:
   * then its maker was killed before it held anything.
   */
  static Optional<Segment> reopen(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < HEAD_BYTES || channel.size() > Integer.MAX_VALUE) {
        return Optional.empty();
      }
      Segment segment = map(file, channel);
      long magic = segment.bytes.get(LONG, 0);
      if (magic != MAGIC) {
        segment.close();
        if (magic != 0) {
          throw new IOException(
              file
                  + " is no journal file of this version; let the version that wrote it publish it,"
                  + " or move it away");
        }
        return Optional.empty();
      }
      segment.number = segment.bytes.get(LONG, NUMBER_AT);
      segment.end = segment.findEnd();
      segment.sealed = true;
      segment.recovered = true;
      return Optional.of(segment);
    }
  }

  // The segment owns it and closes it.
  @SuppressWarnings("MustBeClosedChecker")
  private static Segment map(Path file, FileChannel channel) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      return new Segment(
          file, arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private void begin(long newNumber) {
    number = newNumber;
    end = HEAD_BYTES;
    sealed = false;
    endAt(HEAD_BYTES);
    WORD.setRelease(bytes, (long) NUMBER_AT, newNumber);
    WORD.setRelease(bytes, (long) PUBLISHED_AT, (long) HEAD_BYTES);
    WORD.setRelease(bytes, 0L, MAGIC);
  }

  /** Nothing stands from here on, whatever the bytes behind it were. */
  private void endAt(int offset) {
    if (offset + PAYLOAD_AT <= capacity) {
      LENGTH.setRelease(bytes, (long) offset, 0);
    }
  }

  private int findEnd() {
    int at = HEAD_BYTES;
    while (at + PAYLOAD_AT <= capacity) {
      int length = Math.abs(bytes.get(INT, at));
      if (length < PAYLOAD_AT || length > capacity - at) {
        break;
      }
      at += length;
    }
    return at;
  }

  Path file() {
    return file;
  }

  long number() {
    return number;
  }

  /** Gives an empty segment its place in the order. */
  void renumber(long newNumber) {
    number = newNumber;
    bytes.set(LONG, NUMBER_AT, newNumber);
  }

  /** Whether an earlier process wrote it, so that what is not whole never will be. */
  boolean isRecovered() {
    return recovered;
  }

  int capacity() {
    return capacity;
  }

  int end() {
    return end;
  }

  boolean isSealed() {
    return sealed;
  }

  void seal() {
    sealed = true;
  }

  /** Up to where all entries are in the log, as this or an earlier process has found. */
  int published() {
    return Math.clamp(bytes.get(LONG, PUBLISHED_AT), HEAD_BYTES, end);
  }

  void published(int offset) {
    bytes.set(LONG, PUBLISHED_AT, offset);
  }

  /** Takes a place of this size, or answers -1 where there is none. */
  int take(int size) {
    if (sealed || size > capacity - end) {
      return -1;
    }
    int offset = end;
    end += size;
    // First, so that whoever passes this place finds the end.
    endAt(end);
    LENGTH.setRelease(bytes, (long) offset, -size);
    return offset;
  }

  /** Writes the entry to the place that was taken for it. */
  void write(int offset, int size, Entry entry, boolean awaited) {
    boolean whole = false;
    try {
      bytes.set(LONG, offset + TIME_AT, entry.timeMicros());
      bytes.set(SHORT, offset + TOPIC_AT, TopicCodes.of(entry.topic()));
      bytes.set(SHORT, offset + KEY_LENGTH_AT, (short) entry.key().length);
      bytes.set(SHORT, offset + ID_LENGTH_AT, (short) entry.eventId().length);
      bytes.set(SHORT, offset + FLAGS_AT, awaited ? AWAITED : 0);
      bytes.set(INT, offset + VALUE_LENGTH_AT, entry.value().length);
      bytes.set(SHORT, offset + TRACE_LENGTH_AT, (short) entry.trace().length);
      long at = (long) offset + PAYLOAD_AT;
      at = put(entry.key(), at);
      at = put(entry.eventId(), at);
      at = put(entry.trace(), at);
      put(entry.value(), at);
      bytes.set(INT, offset + CRC_AT, crc(offset, size));
      whole = true;
    } finally {
      if (whole) {
        LENGTH.setRelease(bytes, (long) offset, size);
      } else {
        abandon(offset, size);
      }
    }
  }

  /** Whoever reads must not wait for ever for a place whose writer broke. */
  void abandon(int offset, int size) {
    // First in memory alone: a file that cannot be written must not hold up what stands behind.
    abandoned.add(offset);
    bytes.set(SHORT, offset + FLAGS_AT, VOID);
    LENGTH.setRelease(bytes, (long) offset, size);
  }

  private long put(byte[] source, long at) {
    MemorySegment.copy(source, 0, bytes, ValueLayout.JAVA_BYTE, at, source.length);
    return at + source.length;
  }

  private int crc(int offset, int size) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.asSlice(offset + TIME_AT, size - TIME_AT).asByteBuffer());
    return (int) crc.getValue();
  }

  /** What stands at the offset, which is a place's beginning or the end. */
  Slot read(int offset) {
    if (offset + PAYLOAD_AT > capacity) {
      return EMPTY;
    }
    int length = (int) LENGTH.getAcquire(bytes, (long) offset);
    if (length == 0) {
      return EMPTY;
    }
    int size = Math.abs(length);
    if (size < PAYLOAD_AT || size > capacity - offset) {
      return EMPTY;
    }
    int next = offset + size;
    if (length < 0) {
      return abandoned.contains(offset) ? new Slot.Unusable(next, false) : new Slot.Taken(next);
    }
    short flags = bytes.get(SHORT, offset + FLAGS_AT);
    if (flags == VOID) {
      return new Slot.Unusable(next, false);
    }
    Optional<Topic> topic = TopicCodes.topic(bytes.get(SHORT, offset + TOPIC_AT));
    if (crc(offset, size) != bytes.get(INT, offset + CRC_AT) || topic.isEmpty()) {
      return new Slot.Unusable(next, true);
    }
    int keyLength = bytes.get(SHORT, offset + KEY_LENGTH_AT);
    int idLength = bytes.get(SHORT, offset + ID_LENGTH_AT);
    int traceLength = bytes.get(SHORT, offset + TRACE_LENGTH_AT);
    long keyAt = (long) offset + PAYLOAD_AT;
    long idAt = keyAt + keyLength;
    long traceAt = idAt + idLength;
    Entry entry =
        new Entry(
            topic.get(),
            copy(keyAt, keyLength),
            copy(idAt, idLength),
            copy(traceAt, traceLength),
            bytes.get(LONG, offset + TIME_AT),
            copy(traceAt + traceLength, bytes.get(INT, offset + VALUE_LENGTH_AT)));
    return new Slot.Whole(entry, flags == AWAITED, next);
  }

  private byte[] copy(long at, int length) {
    byte[] copy = new byte[length];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, copy, 0, length);
    return copy;
  }

  /** Gives the file, which holds nothing that is not published, another life. */
  void renew() {
    // First, so that nothing of it is sent again were the process killed in between.
    WORD.setRelease(bytes, (long) PUBLISHED_AT, Long.MAX_VALUE);
    recovered = false;
    abandoned.clear();
    begin(0);
  }

  /** Gives the memory back; the file stays. */
  @Override
  public void close() {
    arena.close();
  }
}
