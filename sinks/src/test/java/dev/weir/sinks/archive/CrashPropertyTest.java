package dev.weir.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.sinks.parquet.ArchiveRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CrashPropertyTest {

  private static final Schema VALUE =
      SchemaBuilder.record("Entry").fields().requiredString("text").endRecord();
  private static final int PARTITION = 3;
  private static final int CRASHES_MAX = 12;

  private static ArchiveReader reader;

  @TempDir private Path archive;

  @BeforeAll
  static void openReader() throws SQLException {
    reader = new ArchiveReader();
  }

  @AfterAll
  static void closeReader() throws SQLException {
    reader.close();
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdsEveryRowOnceWhereverTheProcessEnds(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    List<ArchiveRow> log = log(random);

    for (int crash = 0; crash < random.nextInt(1, CRASHES_MAX); crash++) {
      var disk = new CrashingDisk(random, random.nextInt(60));
      try {
        archive(log, disk, random);
      } catch (Crash _) {
        disk.losePower(archive);
      }
    }
    archive(log, new CrashingDisk(random, Integer.MAX_VALUE), random);

    assertThat(reader.query("select _offset from " + files() + " order by _offset"))
        .isEqualTo(log.stream().<Object>map(ArchiveRow::offset).toList());
    assertThat(reader.query("select text from " + files() + " order by _offset"))
        .isEqualTo(log.stream().map(row -> row.value().get(0)).toList());
    assertManifestMatchesFiles();
  }

  private void assertManifestMatchesFiles() throws Exception {
    List<ManifestEntry> listed = new Manifest(new LocalDisk(), archive.resolve("topic")).read();
    assertThat(reader.query("select distinct filename from " + files() + " order by 1"))
        .hasSameSizeAs(listed)
        .isEqualTo(
            listed.stream()
                .map(ManifestEntry.Archived.class::cast)
                .<Object>map(entry -> archive.resolve("topic").resolve(entry.file()).toString())
                .sorted()
                .toList());
    for (ManifestEntry entry : listed) {
      var archived = (ManifestEntry.Archived) entry;
      Path path = archive.resolve("topic").resolve(archived.file());
      var name = new SegmentName(archived.firstOffset(), archived.lastOffset());
      assertThat(new SegmentFile(path, name).describe(PARTITION)).isEqualTo(archived);
    }
  }

  /** One life of a writer: from where the files end to the end of the log. */
  private void archive(List<ArchiveRow> log, CrashingDisk disk, SplittableRandom random)
      throws IOException {
    var topic = new TopicArchive(disk, archive, "topic", VALUE, 1 << 16);
    PartitionArchive partition = topic.open(PARTITION).orElseThrow();
    long next = partition.nextOffset().orElse(0);
    for (ArchiveRow row : log) {
      if (row.offset() >= next) {
        disk.step();
        partition.append(row, Instant.EPOCH);
        if (random.nextInt(8) == 0) {
          partition.seal();
        }
      }
    }
    partition.seal();
    partition.close();
  }

  /** Offsets with holes, as transactions leave them. */
  private static List<ArchiveRow> log(SplittableRandom random) {
    List<ArchiveRow> rows = new ArrayList<>();
    long offset = random.nextInt(5);
    for (int i = random.nextInt(1, 60); i > 0; i--) {
      var value = new GenericRecordBuilder(VALUE).set("text", "row " + offset).build();
      rows.add(new ArchiveRow(PARTITION, offset, Instant.ofEpochMilli(offset), "key", value));
      offset += random.nextInt(4) == 0 ? random.nextInt(2, 5) : 1;
    }
    return rows;
  }

  private String files() {
    return "read_parquet('" + archive.resolve("topic") + "/*/*.parquet', filename = true)";
  }
}
