package dev.weir.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.sinks.parquet.ArchiveRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartitionArchiveTest {

  private static final Schema VALUE =
      SchemaBuilder.record("Entry").fields().requiredString("text").endRecord();
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path directory;

  @Test
  void namesAFileByItsFirstAndLastOffset() throws IOException {
    try (PartitionArchive archive = open()) {
      archive.append(row(7), NOON);
      archive.append(row(11), NOON);

      archive.seal();
    }

    assertThat(directory.resolve("topic/0/00000000000000000007-00000000000000000011.parquet"))
        .isRegularFile();
  }

  @Test
  void goesOnBehindTheLastFile() throws IOException {
    archive(row(7), row(11));

    try (PartitionArchive archive = open()) {
      assertThat(archive.nextOffset()).isEqualTo(OptionalLong.of(12));
    }
  }

  @Test
  void knowsNoOffsetBeforeTheFirstFile() throws IOException {
    try (PartitionArchive archive = open()) {
      assertThat(archive.nextOffset()).isEmpty();
    }
  }

  @Test
  void goesOnBehindAFileThatWasMovedToColderStorage() throws IOException {
    archive(row(0), row(4));
    Files.delete(directory.resolve("topic/0/00000000000000000000-00000000000000000004.parquet"));

    try (PartitionArchive archive = open()) {
      assertThat(archive.nextOffset()).isEqualTo(OptionalLong.of(5));
    }
  }

  @Test
  void leavesAPartitionToTheWriterThatHasIt() throws IOException {
    try (PartitionArchive _ = open()) {
      assertThat(topic().open(0)).isEmpty();
    }
  }

  @Test
  void refusesFilesThatHoldTheSameOffsets() throws IOException {
    archive(row(0), row(4));
    Path folder = directory.resolve("topic/0");
    Files.copy(
        folder.resolve("00000000000000000000-00000000000000000004.parquet"),
        folder.resolve("00000000000000000002-00000000000000000009.parquet"));

    assertThatThrownBy(() -> topic().open(0))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("two archive files hold the same offsets");
  }

  @Test
  void refusesADamagedLastFile() throws IOException {
    archive(row(0), row(4));
    Path file = directory.resolve("topic/0/00000000000000000000-00000000000000000004.parquet");
    new LocalDisk().truncate(file, Files.size(file) - 1);

    assertThatThrownBy(() -> topic().open(0))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("not a whole Parquet file");
  }

  @Test
  void refusesARowThatIsArchivedAlready() throws IOException {
    archive(row(0), row(4));

    try (PartitionArchive archive = open()) {
      assertThatThrownBy(() -> archive.append(row(4), NOON))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("row 0/4 does not follow offset 4 of partition 0");
    }
  }

  @Test
  void removesAnUnfinishedFileAndWritesItsRowsAgain() throws IOException {
    Files.createDirectories(directory.resolve("topic/0"));
    Path unfinished = directory.resolve("topic/0/.open-00000000000000000000.tmp");
    Files.writeString(unfinished, "PAR1 and then the power went");

    archive(row(0));

    assertThat(unfinished).doesNotExist();
    assertThat(directory.resolve("topic/0/00000000000000000000-00000000000000000000.parquet"))
        .isRegularFile();
  }

  @Test
  void isDueByAgeBytesOrRows() throws IOException {
    try (PartitionArchive archive = open()) {
      archive.append(row(0), NOON);

      var hour = Duration.ofHours(1);
      assertThat(archive.isDue(new RollPolicy(1 << 20, 2, hour), NOON)).isFalse();
      assertThat(archive.isDue(new RollPolicy(1 << 20, 2, hour), NOON.plus(hour))).isTrue();
      assertThat(archive.isDue(new RollPolicy(1 << 20, 1, hour), NOON)).isTrue();
      assertThat(archive.isDue(new RollPolicy(1, 2, hour), NOON)).isTrue();
    }
  }

  @Test
  void notesMissingOffsetsOnce() throws IOException {
    for (int start = 0; start < 2; start++) {
      try (PartitionArchive archive = open()) {
        archive.noteMissing(5, 9);
      }
    }

    assertThat(new Manifest(new LocalDisk(), directory.resolve("topic")).read())
        .containsExactly(new ManifestEntry.Missing(0, 5, 9));
  }

  private void archive(ArchiveRow... rows) throws IOException {
    try (PartitionArchive archive = open()) {
      for (ArchiveRow row : rows) {
        archive.append(row, NOON);
      }
      archive.seal();
    }
  }

  private PartitionArchive open() throws IOException {
    return topic().open(0).orElseThrow();
  }

  private TopicArchive topic() {
    return new TopicArchive(new LocalDisk(), directory, "topic", VALUE, 1 << 16);
  }

  private static ArchiveRow row(long offset) {
    var value = new GenericRecordBuilder(VALUE).set("text", "row " + offset).build();
    return new ArchiveRow(0, offset, NOON, null, value);
  }
}
