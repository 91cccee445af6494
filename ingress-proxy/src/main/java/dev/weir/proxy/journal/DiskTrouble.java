package dev.weir.proxy.journal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers that the disk has no room: it is not asked again for every append. */
final class DiskTrouble {

  private static final Logger LOGGER = LoggerFactory.getLogger(DiskTrouble.class);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String folder;
  private volatile long failedNanos;
  private volatile boolean failing;

  DiskTrouble(String folder) {
    this.folder = folder;
  }

  void failed(IOException e) {
    failedNanos = System.nanoTime();
    failing = true;
    LOGGER
        .atError()
        .addKeyValue("folder", folder)
        .addKeyValue("failure", e.getClass().getSimpleName())
        .addKeyValue("reason", e.getMessage())
        .log("the journal cannot grow: make room on its disk");
  }

  void worked() {
    failing = false;
  }

  /** Whether the last attempt failed. */
  boolean isFailing() {
    return failing;
  }

  /** Whether it is too early for another attempt. */
  boolean failedLately() {
    return failing && System.nanoTime() - failedNanos < RETRY_NANOS;
  }
}
