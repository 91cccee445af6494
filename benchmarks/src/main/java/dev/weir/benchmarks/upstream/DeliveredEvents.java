package dev.weir.benchmarks.upstream;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many events each slot's reader has received, shared between processes through a mapped file.
 *
 * <p>It closes the loop for {@code stream-fast}: the upstream writes a stream's next event when the
 * one before has come out of the gateway. Without it, events pile up in socket buffers, a gateway
 * reads a hundred at once, and the figure is bytes per second with another name.
 */
public final class DeliveredEvents {

  /** Slots in the file; a stream load has at most as many connections. */
  public static final int SLOTS = 1_024;

  /** One cache line per slot. */
  private static final long STRIDE = 64;

  private static final VarHandle COUNT = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment counts;

  private DeliveredEvents(MemorySegment counts) {
    this.counts = counts;
  }

  /** Maps the file, made when it is not there. */
  public static DeliveredEvents map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new DeliveredEvents(
          channel.map(FileChannel.MapMode.READ_WRITE, 0, SLOTS * STRIDE, Arena.ofAuto()));
    }
  }

  public long count(int slot) {
    return (long) COUNT.getAcquire(counts, slot * STRIDE);
  }

  /** Adds one. Each slot has one writer. */
  public void add(int slot) {
    COUNT.setRelease(counts, slot * STRIDE, count(slot) + 1);
  }
}
