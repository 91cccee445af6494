package dev.weir.processors;

import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** A test with usage that is written to the log, and the rows that are made of it. */
abstract class ChargebackCase extends LogCase {

  static final Duration FLUSH = Duration.ofSeconds(10);

  @BeforeEach
  void prepare() {
    log.price("echo|echo-small|input", "0.15");
    log.price("echo|echo-small|output", "0.60");
  }

  void write(Usage.Builder usage) {
    log.write(Topic.TOKEN_COUNTS, usage.getTeam(), usage.build());
  }

  static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
