package dev.weir.schemas.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FoundTopicTest {

  @Test
  void hasNoProblemAsItWasCreated() {
    var found = new FoundTopic(Topic.PROMPTS, "weir.prompts", 4, Topic.PROMPTS.settings());

    assertThat(found.problems(4)).isEmpty();
  }

  @Test
  void mayKeepLongerAndTakeMore() {
    var found =
        new FoundTopic(
            Topic.ALERTS,
            "weir.alerts",
            4,
            Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "max.message.bytes", "99999999"));

    assertThat(found.problems(4)).isEmpty();
  }

  @Test
  void namesEverythingThatIsWrong() {
    var found =
        new FoundTopic(
            Topic.PROMPTS,
            "weir.prompts",
            3,
            Map.of("cleanup.policy", "compact", "retention.ms", "1000"));

    assertThat(found.problems(4))
        .containsExactlyInAnyOrder(
            "weir.prompts: has 3 partitions, needs 4",
            "weir.prompts: cleanup.policy is compact, needs delete",
            "weir.prompts: retention.ms is 1000, needs at least 259200000",
            "weir.prompts: max.message.bytes is (not set), needs at least 16777216");
  }

  @Test
  void refusesToLoseCompactedRecordsToTime() {
    var found =
        new FoundTopic(
            Topic.DATA_KEYS,
            "weir.data-keys",
            1,
            Map.of("cleanup.policy", "compact,delete", "max.message.bytes", "1048576"));

    assertThat(found.problems(4))
        .containsExactly("weir.data-keys: cleanup.policy is compact,delete, needs compact");
  }

  @Test
  void takesThePartitionCountOfTheMajority() {
    List<FoundTopic> found =
        List.of(
            new FoundTopic(Topic.PROMPTS, "weir.prompts", 4, Map.of()),
            new FoundTopic(Topic.ALERTS, "weir.alerts", 12, Map.of()),
            new FoundTopic(Topic.AUDIT, "weir.audit", 4, Map.of()),
            new FoundTopic(Topic.POLICY, "weir.policy", 1, Map.of()));

    assertThat(TopicKeeper.sharedPartitions(found)).isEqualTo(OptionalInt.of(4));
  }
}
