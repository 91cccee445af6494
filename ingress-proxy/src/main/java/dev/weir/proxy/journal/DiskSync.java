package dev.weir.proxy.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces to disk what the log does not take: while it takes records, what a machine that dies would
 * lose is on its way there anyway, and the disk would only be kept busy.
 *
 * <p>The file is forced and not its mapping: on Linux that writes the mapping's pages as well, and
 * the mapping may be closed meanwhile. Used by one thread.
 */
final class DiskSync {

  /** What a segment holds; the entries before {@code end} are written, or are being written. */
  record Held(Path file, long number, int end) {}

  private static final Logger LOGGER = LoggerFactory.getLogger(DiskSync.class);

  private boolean failing;
  private Position lastPublished = new Position(-1, -1);

  /** By segment: the end when it was last looked at. All before it is written by now. */
  private final Map<Long, Integer> written = new HashMap<>();

  private final Map<Long, Integer> forced = new HashMap<>();

  /**
   * Forces what is new, where nothing was published since the last call.
   *
   * @param held the segments from the oldest that is not published whole; empty where all is
   * @return whether anything was forced
   */
  boolean tick(Position published, List<Held> held) {
    boolean moved = !published.equals(lastPublished);
    lastPublished = published;
    List<Long> numbers = held.stream().map(Held::number).toList();
    forced.keySet().retainAll(numbers);
    written.keySet().retainAll(numbers);
    boolean any = !moved && force(held);
    held.forEach(segment -> written.put(segment.number(), segment.end()));
    return any;
  }

  private boolean force(List<Held> held) {
    boolean any = false;
    for (Held segment : held) {
      if (segment.end() > forced.getOrDefault(segment.number(), 0)) {
        if (!force(segment.file())) {
          return any;
        }
        forced.put(segment.number(), written.getOrDefault(segment.number(), 0));
        any = true;
      }
    }
    return any;
  }

  private boolean force(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
      failing = false;
      return true;
    } catch (NoSuchFileException _) {
      // It was published meanwhile, and deleted.
      return true;
    } catch (IOException e) {
      if (!failing) {
        LOGGER
            .atError()
            .addKeyValue("file", file)
            .addKeyValue("failure", e.getClass().getSimpleName())
            .addKeyValue("reason", e.getMessage())
            .log("the journal cannot be forced to its disk; tried again every second");
      }
      failing = true;
      return false;
    }
  }
}
