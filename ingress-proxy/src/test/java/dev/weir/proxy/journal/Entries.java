package dev.weir.proxy.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.proxy.record.Envelope;
import dev.weir.schemas.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Entries that are told apart by a number, and what a journal holds of them. */
final class Entries {

  static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private Entries() {}

  static Entry numbered(int number) {
    return sized(number, 100);
  }

  static Entry sized(int number, int bytes) {
    byte[] value = new byte[bytes];
    value[0] = (byte) number;
    return Entry.of(
        new Envelope(Topic.TOKEN_COUNTS, "search", "r/" + number, TRACE),
        Instant.ofEpochSecond(number),
        value);
  }

  static int number(Entry entry) {
    return Integer.parseInt(new String(entry.eventId(), UTF_8).substring(2));
  }

  /** All that can be read now, as the publisher would. */
  static List<Next.Found> drain(Journal journal) {
    List<Next.Found> found = new ArrayList<>();
    while (true) {
      switch (journal.next()) {
        case Next.Nothing _ -> {
          return found;
        }
        case Next.Skipped _ -> {}
        case Next.Found next -> found.add(next);
      }
    }
  }

  static List<Integer> numbers(List<Next.Found> found) {
    return found.stream().map(next -> number(next.entry())).toList();
  }

  /** What a killed process leaves: the files as they are, under another name. */
  static Path afterKill(Path folder, Path copy) {
    try {
      Files.createDirectories(copy);
      for (Path file : files(folder)) {
        copy(file, copy.resolve(file.getFileName()));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path file, Path to) throws IOException {
    try {
      Files.copy(file, to);
    } catch (NoSuchFileException _) {
      // The journal has just deleted it, as it held nothing more.
      Files.deleteIfExists(to);
    }
  }

  static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.journal")) {
      all.forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
