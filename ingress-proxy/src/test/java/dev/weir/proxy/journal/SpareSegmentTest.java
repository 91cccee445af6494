package dev.weir.proxy.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SpareSegmentTest {

  private static final int BYTES = 64 * 1024;

  @TempDir private Path root;
  private Path path;
  private SegmentFolder folder;
  private SpareSegment spare;

  @BeforeEach
  void open() throws IOException {
    path = root.resolve("journal");
    folder = SegmentFolder.take(path);
    spare = new SpareSegment(new Object(), folder, new DiskTrouble("test"), BYTES);
  }

  @AfterEach
  void close() {
    spare.close();
    folder.close();
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(path)) {
      return all.filter(it -> it.toString().endsWith(".journal")).count();
    }
  }

  private Segment segment(int bytes) throws IOException {
    return Segment.create(folder.nextFile(), 7, bytes);
  }

  @Test
  void isMadeOnceAndTakenOnce() throws IOException {
    assertThat(spare.begins()).isTrue();
    assertThat(spare.begins()).isFalse();

    spare.make();

    assertThat(spare.begins()).isFalse();
    assertThat(spare.capacity()).isEqualTo(BYTES);
    try (Segment taken = Objects.requireNonNull(spare.take(BYTES))) {
      assertThat(taken.capacity()).isEqualTo(BYTES);
      assertThat(spare.take(1)).isNull();
      assertThat(spare.capacity()).isZero();
    }
  }

  @Test
  void staysWhereMoreBytesAreNeeded() {
    assertThat(spare.begins()).isTrue();
    spare.make();

    assertThat(spare.take(BYTES + 1)).isNull();
    assertThat(spare.capacity()).isEqualTo(BYTES);
  }

  @Test
  void isAskedForOnceForEachSegmentThatIsHalfFull() throws IOException {
    try (Segment active = segment(BYTES)) {
      assertThat(spare.isToBeAskedFor(active)).isFalse();
      assertThat(active.take(BYTES / 2)).isNotNegative();

      assertThat(spare.isToBeAskedFor(active)).isTrue();
      assertThat(spare.isToBeAskedFor(active)).isFalse();

      assertThat(spare.take(BYTES)).isNull();
      assertThat(spare.isToBeAskedFor(active)).isTrue();
    }
  }

  @Test
  void takesAPublishedSegmentThatServesAgainAndDeletesAllOthers() throws IOException {
    spare.offer(segment(2 * BYTES));
    assertThat(files()).isZero();

    spare.offer(segment(BYTES));
    spare.offer(segment(BYTES));

    assertThat(files()).isEqualTo(1);
    assertThat(spare.capacity()).isEqualTo(BYTES);
  }

  @Test
  void deletesWhatIsMadeWhereAPublishedOneCameMeanwhile() throws IOException {
    assertThat(spare.begins()).isTrue();
    spare.offer(segment(BYTES));

    spare.make();

    assertThat(files()).isEqualTo(1);
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void endsWithWhatIsBeingMade() throws Exception {
    assertThat(spare.begins()).isTrue();
    Thread closing = Thread.ofPlatform().start(spare::close);

    spare.make();
    closing.join();

    assertThat(spare.capacity()).isZero();
    assertThat(spare.begins()).isFalse();
    assertThat(files()).isZero();
  }

  @Test
  void isNotMadeAgainAtOnceWhereTheDiskTookNothing() throws IOException {
    assertThat(spare.begins()).isTrue();
    folder.close();
    Files.delete(path.resolve("lock"));
    Files.delete(path);

    spare.make();

    assertThat(spare.capacity()).isZero();
    assertThat(spare.begins()).isFalse();
  }
}
