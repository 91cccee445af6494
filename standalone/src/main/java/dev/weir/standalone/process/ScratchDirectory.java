package dev.weir.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that goes away with its user, unless somebody gave it. */
public record ScratchDirectory(Path path, boolean isGiven) implements AutoCloseable {

  public static ScratchDirectory orGiven(@Nullable Path given) throws IOException {
    return given == null
        ? new ScratchDirectory(Files.createTempDirectory("weir-"), false)
        : new ScratchDirectory(given, true);
  }

  @Override
  public void close() throws IOException {
    if (isGiven) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
