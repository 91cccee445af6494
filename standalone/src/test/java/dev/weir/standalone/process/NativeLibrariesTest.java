package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

final class NativeLibrariesTest {

  @TempDir private Path data;

  @Test
  void removesWhatAKilledProcessLeft() throws Exception {
    Path folder = Files.createDirectories(data.resolve("native/gateway"));
    Path left = Files.writeString(folder.resolve("libonnxruntime.so"), "code");

    try (NativeLibraries _ = NativeLibraries.in(folder)) {
      assertThat(left).doesNotExist();
    }
  }

  @Test
  void hasRocksDbUnpackItsCodeInTheFolder() throws Exception {
    Path folder = data.resolve("native/gateway");

    try (NativeLibraries libraries = NativeLibraries.in(folder)) {
      libraries.loadStores();
      try (Options _ = new Options()) {
        RocksDB.loadLibrary();
      }

      assertThat(folder)
          .isDirectoryContaining(it -> it.getFileName().toString().contains("rocksdbjni"));
    }
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Path folder = data.resolve("native/gateway");

    try (NativeLibraries libraries = NativeLibraries.in(folder)) {
      assertThat(libraries.path()).contains(folder);
    }

    assertThat(folder).doesNotExist();
  }
}
