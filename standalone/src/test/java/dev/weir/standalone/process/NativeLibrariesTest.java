package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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

  /** In a process of its own: one loads the code once, and another test may have had it loaded. */
  @Test
  void hasRocksDbUnpackItsCodeInTheFolder() throws Exception {
    Path folder = data.resolve("native/gateway");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Loading.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();

    String unpacked = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(unpacked).isZero();
    assertThat(unpacked).contains("rocksdbjni");
  }

  /** Has RocksDB loaded from a folder, and tells what is in it then. */
  static final class Loading {

    private Loading() {}

    public static void main(String[] folder) throws IOException {
      try (NativeLibraries libraries = NativeLibraries.in(Path.of(folder[0]))) {
        libraries.loadStores();
        try (Options _ = new Options()) {
          RocksDB.loadLibrary();
        }
        try (Stream<Path> unpacked = Files.list(Path.of(folder[0]))) {
          System.out.println(unpacked.toList());
        }
      }
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
