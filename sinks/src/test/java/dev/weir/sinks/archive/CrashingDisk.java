package dev.weir.sinks.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A disk of a machine that loses power at a chosen step. What was not forced to the disk may be
 * gone afterwards: bytes of a file that was not synced, renames whose directory was not synced, the
 * end of a line that was being appended.
 */
final class CrashingDisk implements ArchiveDisk {

  private final ArchiveDisk disk = new LocalDisk();
  private final SplittableRandom random;
  private final Set<Path> synced = new HashSet<>();
  private final Set<Path> fragile = new HashSet<>();
  private final List<Rename> renames = new ArrayList<>();
  private int stepsLeft;
  private boolean dead;

  CrashingDisk(SplittableRandom random, int stepsLeft) {
    this.random = random;
    this.stepsLeft = stepsLeft;
  }

  /** Undoes what was not durable; the files are then what the next process finds. */
  void losePower(Path archive) throws IOException {
    dead = true;
    for (Rename rename : renames.reversed()) {
      if (random.nextBoolean()) {
        Files.move(rename.to, rename.from);
      }
    }
    try (Stream<Path> paths = Files.walk(archive)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        boolean temporary = path.toString().endsWith(OpenSegment.TEMPORARY_SUFFIX);
        if ((temporary && !synced.contains(path)) || fragile.contains(path)) {
          disk.truncate(path, random.nextLong(Files.size(path) + 1));
        }
      }
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    step(() -> disk.createDirectories(directory));
  }

  @Override
  public void sync(Path file) throws IOException {
    step(() -> synced.add(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step(() -> {
      disk.rename(from, to);
      renames.add(new Rename(from, to));
      if (!synced.contains(from)) {
        fragile.add(to);
      }
    });
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    step(() -> renames.removeIf(rename -> directory.equals(rename.to.getParent())));
  }

  @Override
  public void append(Path file, byte[] bytes) throws IOException {
    if (stepsLeft == 0 && !dead) {
      disk.append(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    }
    step(() -> disk.append(file, bytes));
  }

  @Override
  public void truncate(Path file, long length) throws IOException {
    step(() -> disk.truncate(file, length));
  }

  @Override
  public void delete(Path file) throws IOException {
    step(() -> disk.delete(file));
  }

  @Override
  public Optional<Closeable> lock(Path file) {
    return Optional.of(() -> {});
  }

  /** Also called for each row, so that a crash can fall between two rows. */
  void step() {
    if (dead || stepsLeft-- == 0) {
      dead = true;
      throw new Crash();
    }
  }

  private void step(Step step) throws IOException {
    step();
    step.run();
  }

  private record Rename(Path from, Path to) {}

  private interface Step {
    void run() throws IOException;
  }
}
