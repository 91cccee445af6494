package dev.weir.proxy.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSyncTest {

  private static final Position START = new Position(1, 64);

  private final DiskSync sync = new DiskSync();
  private Path file;

  @BeforeEach
  void write(@TempDir Path folder) throws IOException {
    file = Files.write(folder.resolve("1.journal"), new byte[4096]);
  }

  @Test
  void leavesTheDiskAloneWhileTheLogTakesRecords() {
    assertThat(sync.tick(START, held(128))).isFalse();
    assertThat(sync.tick(new Position(1, 128), held(256))).isFalse();
    assertThat(sync.tick(new Position(2, 64), List.of())).isFalse();
  }

  @Test
  void forcesWhatTheLogDoesNotTakeAndOnlyWhatIsNew() {
    var _ = sync.tick(START, held(128));

    assertThat(sync.tick(START, held(256))).isTrue();
    assertThat(sync.tick(START, held(256))).as("what was being written then").isTrue();
    assertThat(sync.tick(START, held(256))).isFalse();
    assertThat(sync.tick(START, held(320))).isTrue();
  }

  @Test
  void takesAFileThatIsGoneForPublished() throws IOException {
    var _ = sync.tick(START, held(128));
    Files.delete(file);

    assertThat(sync.tick(START, held(128))).isTrue();
  }

  @Test
  void triesAgainWhereTheDiskRefuses(@TempDir Path folder) throws IOException {
    // A folder cannot be opened for writing, whoever asks.
    var refusing = List.of(new DiskSync.Held(folder, 1, 128));
    var _ = sync.tick(START, refusing);

    assertThat(sync.tick(START, refusing)).isFalse();
    assertThat(sync.tick(START, held(128))).isTrue();
  }

  private List<DiskSync.Held> held(int end) {
    return List.of(new DiskSync.Held(file, 1, end));
  }
}
