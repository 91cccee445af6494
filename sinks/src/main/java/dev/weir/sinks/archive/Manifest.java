package dev.weir.sinks.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a topic's directory holds: one JSON document per line, only ever appended to.
 *
 * <p>Every writer takes the lock for the short time of one line, since the instances that share a
 * directory share the manifest. A line that a crash left unfinished is cut off; its file is listed
 * anew when its partition is opened.
 */
final class Manifest {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
  private static final int LOCK_ATTEMPTS_MAX = 2_000;
  private static final long LOCK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ArchiveDisk disk;
  private final Path file;
  private final Path lockFile;

  Manifest(ArchiveDisk disk, Path topicDirectory) {
    this.disk = disk;
    this.file = topicDirectory.resolve("manifest.jsonl");
    this.lockFile = topicDirectory.resolve(".manifest.lock");
  }

  /** The whole entries, in the order in which they were written. */
  List<ManifestEntry> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<ManifestEntry> entries = new ArrayList<>();
    String text = Files.readString(file);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
      if (!line.isEmpty()) {
        entries.add(parse(line));
      }
    }
    return List.copyOf(entries);
  }

  void append(ManifestEntry entry) throws IOException {
    byte[] line = (JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    try (Closeable _ = locked()) {
      cutUnfinishedLine();
      disk.append(file, line);
    }
  }

  private ManifestEntry parse(String line) throws IOException {
    try {
      return JSON.readValue(line, ManifestEntry.class);
    } catch (JsonProcessingException e) {
      throw new IOException("the manifest has a line that is no entry: " + file, e);
    }
  }

  private void cutUnfinishedLine() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    long length = Files.size(file);
    long whole = wholeLength(length);
    if (whole < length) {
      disk.truncate(file, whole);
    }
  }

  /** Up to and with the last line end. */
  private long wholeLength(long length) throws IOException {
    try (var bytes = Files.newByteChannel(file)) {
      var one = ByteBuffer.allocate(1);
      for (long end = length; end > 0; end--) {
        bytes.position(end - 1);
        one.clear();
        if (bytes.read(one) == 1 && one.get(0) == '\n') {
          return end;
        }
      }
      return 0;
    }
  }

  private Closeable locked() throws IOException {
    for (int attempt = 0; attempt < LOCK_ATTEMPTS_MAX; attempt++) {
      Optional<Closeable> lock = disk.lock(lockFile);
      if (lock.isPresent()) {
        return lock.get();
      }
      LockSupport.parkNanos(LOCK_PAUSE_NANOS);
    }
    throw new IOException("another process holds the manifest's lock: " + lockFile);
  }
}
