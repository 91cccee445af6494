package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.topic.Topic;
import java.nio.file.Path;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

  @Test
  void keepsARecordThatIsNoEventAndGoesOn(@TempDir Path directory) {
    try (var log = new Harness(directory)) {
      log.writeBytes(Topic.TOKEN_COUNTS, "search", "no event".getBytes(UTF_8));
      log.write(Topic.TOKEN_COUNTS, "search", Samples.usage("r1", 1, 1, NOON).build());

      assertThat(log.deadLetters())
          .singleElement()
          .satisfies(letter -> assertThat(letter.value()).isEqualTo("no event".getBytes(UTF_8)));
      assertThat(log.<RatedUsage>values(Topic.RATED_USAGE)).hasSize(1);
      assertThat(log.count("weir.processors.dead.letters")).isEqualTo(1);
    }
  }

  @Test
  void passesOverNothingWhileTheRegistryIsAway(@TempDir Path directory) {
    try (var log = new Harness(directory)) {
      log.loseRegistry();

      assertThatThrownBy(() ->
              log.write(Topic.TOKEN_COUNTS, "search", Samples.usage("r1", 1, 1, NOON).build()))
          .isInstanceOf(StreamsException.class);

      assertThat(log.deadLetters()).isEmpty();
      assertThat(log.count("weir.processors.dead.letters")).isZero();
    }
  }

  @Test
  void keepsAnEventThatCannotBeProcessedAndGoesOn(@TempDir Path directory) {
    try (var log = new Harness(directory)) {
      log.write(Topic.TOKEN_COUNTS, "search", Samples.usage("r1", -1, 1, NOON).build());
      log.write(Topic.TOKEN_COUNTS, "search", Samples.usage("r2", 1, 1, NOON).build());

      assertThat(log.deadLetters()).hasSize(1);
      assertThat(log.<RatedUsage>values(Topic.RATED_USAGE))
          .extracting(RatedUsage::getRequestId)
          .containsExactly("r2");
    }
  }
}
