package dev.weir.processors;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with processors and a log of its own. */
abstract class LogCase {

  Harness log;

  @BeforeEach
  final void openLog(@TempDir Path directory) {
    log = new Harness(directory);
  }

  @AfterEach
  final void closeLog() {
    log.close();
  }
}
