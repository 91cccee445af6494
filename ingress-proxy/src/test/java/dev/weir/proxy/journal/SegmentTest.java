package dev.weir.proxy.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a journal: places that were never finished, damage, files that are used again. */
class SegmentTest {

  private static final JournalLimits SMALL = new JournalLimits(4 * 64 * 1024, 64 * 1024);

  @TempDir Path folder;

  @Test
  void passesOverAPlaceWhoseWriterWasKilled() throws IOException {
    Entry entry = Entries.numbered(1);
    int size = Segment.sizeOf(entry);
    try (Segment segment = Segment.create(folder.resolve("1.journal"), 1, SMALL.segmentBytes())) {
      int unwritten = segment.take(size);
      int written = segment.take(size);
      segment.write(written, size, entry, false);
      assertThat(unwritten).isLessThan(written);
    }

    try (Journal next = Journal.open(folder, SMALL)) {
      assertThat(Entries.numbers(Entries.drain(next))).containsExactly(1);
    }
  }

  @Test
  void passesOverAPlaceWhoseWriterBroke() throws IOException {
    Entry entry = Entries.numbered(1);
    int size = Segment.sizeOf(entry);
    try (Segment segment = Segment.create(folder.resolve("1.journal"), 1, SMALL.segmentBytes())) {
      int first = segment.take(size);
      segment.abandon(first, size);

      assertThat(segment.read(first)).isEqualTo(new Segment.Slot.Unusable(first + size, false));
    }
  }

  @Test
  void waitsForAPlaceWhoseWriterIsStillAtIt() throws IOException {
    Entry entry = Entries.numbered(1);
    int size = Segment.sizeOf(entry);
    try (Segment segment = Segment.create(folder.resolve("1.journal"), 1, SMALL.segmentBytes())) {
      int first = segment.take(size);
      int second = segment.take(size);
      segment.write(second, size, entry, false);

      assertThat(segment.read(first)).isInstanceOf(Segment.Slot.Taken.class);
      segment.write(first, size, entry, false);
      assertThat(segment.read(first)).isInstanceOf(Segment.Slot.Whole.class);
    }
  }

  @Test
  void tellsADamagedEntryAndGoesOn(@TempDir Path elsewhere) throws IOException {
    Path left;
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, 0, 3);
      left = Entries.afterKill(folder, elsewhere);
    }
    damage(Entries.files(left).getFirst(), Segment.HEAD_BYTES + Segment.sizeOf(entry()) + 60);

    try (Journal next = Journal.open(left, SMALL)) {
      List<Next> all = new ArrayList<>();
      for (Next found = next.next(); !(found instanceof Next.Nothing); found = next.next()) {
        all.add(found);
      }
      assertThat(all).hasSize(3);
      assertThat(all.get(1)).matches(it -> it instanceof Next.Skipped skipped && skipped.altered());
    }
  }

  @Test
  void givesAnEntryThatIsLargerThanASegmentAFileOfItsOwn() throws IOException {
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, 0, 1);
      assertThat(journal.append(Entries.sized(1, 100_000), null)).isTrue();
      append(journal, 2, 3);

      assertThat(Entries.numbers(Entries.drain(journal))).containsExactly(0, 1, 2);
    }
  }

  @Test
  void hasTheNextSegmentReadyBeforeItIsNeeded() throws IOException {
    try (Journal journal = Journal.open(folder, SMALL)) {
      for (int i = 0; i < 4; i++) {
        assertThat(journal.append(Entries.sized(i, 10_000), null)).isTrue();
      }
      while (Entries.files(folder).size() < 2) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void usesItsFilesAgain() throws IOException {
    try (Journal journal = Journal.open(folder, SMALL)) {
      for (int i = 0; i < 5_000; i++) {
        assertThat(journal.append(Entries.sized(i, 1_000), null)).isTrue();
        journal.published(Entries.drain(journal).getLast().after());
        journal.prepare();
      }
      assertThat(Entries.files(folder)).hasSizeLessThanOrEqualTo(3);
    }
    assertThat(Entries.files(folder)).isEmpty();
  }

  /** A file that serves again keeps its bytes: wherever it ends, they are nothing. */
  @Test
  void givesNothingOfAnEarlierLifeOfAFile(@TempDir Path copies) throws IOException {
    var random = new SplittableRandom(1);
    for (int round = 0; round < 50; round++) {
      Path file = folder.resolve("%012d.journal".formatted(round));
      try (Segment segment = Segment.create(file, 7, SMALL.segmentBytes())) {
        fill(segment, 0, random.nextInt(1, 200), random);
        segment.renew();
        assertThat(segment.read(Segment.HEAD_BYTES)).isInstanceOf(Segment.Slot.Empty.class);
        assertThat(leftOf(copies.resolve(round + "-renewed"))).isEmpty();

        segment.renumber(8);
        int again = random.nextInt(1, 20);
        int end = fill(segment, 1_000, again, random);
        assertThat(segment.read(end)).isInstanceOf(Segment.Slot.Empty.class);
        assertThat(leftOf(copies.resolve(round + "-in-use")))
            .containsExactlyElementsOf(IntStream.range(1_000, 1_000 + again).boxed().toList());
      }
      Files.delete(file);
    }
  }

  /** Writes so many entries of any size; gives where the next one would stand. */
  private static int fill(Segment segment, int from, int count, SplittableRandom random) {
    for (int i = from; i < from + count; i++) {
      Entry entry = Entries.sized(i, random.nextInt(1, 300));
      int size = Segment.sizeOf(entry);
      segment.write(segment.take(size), size, entry, random.nextBoolean());
    }
    return segment.end();
  }

  /** What the next process would publish were this one killed now. */
  private List<Integer> leftOf(Path copy) throws IOException {
    try (Journal next = Journal.open(Entries.afterKill(folder, copy), SMALL)) {
      return Entries.numbers(Entries.drain(next));
    }
  }

  /** Every byte of an entry, those of its lengths too. */
  @Test
  void takesNoDamagedEntryForAWholeOne() throws IOException {
    int size = Segment.sizeOf(entry());
    Path file = folder.resolve("1.journal");
    try (Segment segment = Segment.create(file, 7, SMALL.segmentBytes())) {
      segment.write(segment.take(size), size, entry(), false);
      Segment.Slot whole = segment.read(Segment.HEAD_BYTES);
      assertThat(whole).isInstanceOf(Segment.Slot.Whole.class);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        // Up to seven bytes at the end are nobody's.
        for (int at = Segment.HEAD_BYTES; at < Segment.HEAD_BYTES + size - 7; at++) {
          ByteBuffer one = ByteBuffer.allocate(1);
          channel.read(one, at);
          byte before = one.get(0);
          channel.write(ByteBuffer.wrap(new byte[] {(byte) ~before}), at);

          assertThat(segment.read(Segment.HEAD_BYTES))
              .as("byte %s", at)
              .isNotInstanceOf(Segment.Slot.Whole.class);

          channel.write(ByteBuffer.wrap(new byte[] {before}), at);
        }
      }
      assertThat(segment.read(Segment.HEAD_BYTES)).isInstanceOf(Segment.Slot.Whole.class);
    }
  }

  @Test
  void passesOverFilesThatAreNoSegments() throws IOException {
    Files.writeString(folder.resolve("000000000009.journal"), "x");
    Files.write(folder.resolve("000000000010.journal"), new byte[4096]);

    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, 0, 1);
      assertThat(Entries.numbers(Entries.drain(journal))).containsExactly(0);
    }
  }

  private static void append(Journal journal, int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(journal.append(Entries.numbered(i), null)).isTrue();
    }
  }

  private static Entry entry() {
    return Entries.numbered(1);
  }

  private static void damage(Path file, int at) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {99}), at);
    }
  }

  @Test
  void leavesFilesAloneThatItDoesNotKnow() throws IOException {
    Path file = Files.createDirectories(folder).resolve("000000000001.journal");
    Files.writeString(file, "x".repeat(4096));

    assertThatThrownBy(() -> Journal.open(folder, SMALL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no journal file of this version");
    assertThat(file).exists();
  }
}
