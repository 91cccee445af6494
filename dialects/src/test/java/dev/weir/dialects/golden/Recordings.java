package dev.weir.dialects.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recorded answers of providers, which are no part of the project: the environment variable {@code
 * WEIR_DATA_DIR} names the folder that holds {@code streams}.
 */
public final class Recordings {

  private Recordings() {}

  /** The files of a folder below {@code streams} with this ending; skips the test without them. */
  public static List<Path> of(String folder, String ending) {
    Path streams = streams(folder);
    assumeThat(streams)
        .as("WEIR_DATA_DIR names no folder with recorded answers (streams/%s)", folder)
        .isDirectory();
    return files(streams, ending);
  }

  /** The same; none without them, where a test has inputs of its own too. */
  public static List<Path> ifThere(String folder, String ending) {
    Path streams = streams(folder);
    return Files.isDirectory(streams) ? files(streams, ending) : List.of();
  }

  private static Path streams(String folder) {
    String data = System.getenv("WEIR_DATA_DIR");
    return data == null ? Path.of("absent") : Path.of(data, "streams", folder);
  }

  private static List<Path> files(Path streams, String ending) {
    try (Stream<Path> files = Files.list(streams)) {
      return files.filter(it -> it.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A recording with one JSON event a line, as the events of a stream. */
  public static byte[] events(Path file) {
    return new String(bytes(file), UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> "data: " + line + "\n\n")
        .collect(Collectors.joining())
        .getBytes(UTF_8);
  }
}
