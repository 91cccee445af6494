package dev.weir.processors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The folders in which an application keeps the state of its tasks.
 *
 * <p>With exactly-once processing what a kill left in them is of no use: it may hold what was never
 * committed. Kafka Streams finds that out store by store, opens each twice for it, and joins its
 * group anew in between, which takes longer than to restore them. So whether they were closed is
 * noted, and what was not is deleted before the start.
 */
final class TaskStates {

  private static final Pattern TASK = Pattern.compile("\\d+_\\d+");

  private final Path folder;
  private final Path closed;

  TaskStates(Properties settings) {
    String application = settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
    Path states = Path.of(settings.getProperty(StreamsConfig.STATE_DIR_CONFIG));
    this.folder = states.resolve(application);
    this.closed = states.resolve(application + ".closed");
  }

  /** To be called while nobody uses them. */
  void open() {
    try {
      if (!Files.deleteIfExists(closed) && Files.isDirectory(folder)) {
        for (Path task : tasks()) {
          delete(task);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make room for state in " + folder, e);
    }
  }

  /** To be called when all of them were closed in order. */
  void closed() {
    try {
      Files.writeString(closed, "");
    } catch (IOException e) {
      // The next start restores what it could have kept.
      throw new UncheckedIOException("cannot write to " + closed.getParent(), e);
    }
  }

  private List<Path> tasks() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> TASK.matcher(file.getFileName().toString()).matches()).toList();
    }
  }

  private static void delete(Path task) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(task)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
