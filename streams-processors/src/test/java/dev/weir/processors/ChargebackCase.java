package dev.weir.processors;

import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with usage that is written to the log, and the rows that are made of it. */
abstract class ChargebackCase {

  static final Duration FLUSH = Duration.ofSeconds(10);
  Harness log;

  @BeforeEach
  void open(@TempDir Path directory) {
    log = new Harness(directory);
    log.price("echo|echo-small|input", "0.15");
    log.price("echo|echo-small|output", "0.60");
  }

  @AfterEach
  void close() {
    log.close();
  }

  void write(Usage.Builder usage) {
    log.write(Topic.TOKEN_COUNTS, usage.getTeam(), usage.build());
  }

  static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
