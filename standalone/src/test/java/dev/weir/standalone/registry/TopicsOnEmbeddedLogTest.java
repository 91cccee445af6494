package dev.weir.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.schemas.log.UnusableLogException;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.view.TopicFollower;
import dev.weir.schemas.view.View;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.control.Application;
import dev.weir.standalone.control.ControlPlane;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue on a real broker and registry; each test has a prefix of its own. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicsOnEmbeddedLogTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private EmbeddedBroker broker;
  private SchemaRegistryServer registry;

  @BeforeAll
  void start(@TempDir Path data) {
    broker = EmbeddedBroker.start(data, 0);
    registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0);
  }

  @AfterAll
  void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void createsEveryTopicAndRegistersEverySchema() throws Exception {
    LogConnection connection = connection("fresh.");

    TopicKeeper.ensure(connection, 3);

    try (var admin = Admin.create(connection.clientProperties())) {
      var descriptions =
          admin.describeTopics(List.of("fresh.prompts", "fresh.policy")).allTopicNames().get();
      assertThat(descriptions)
          .hasEntrySatisfying("fresh.prompts", topic -> assertThat(topic.partitions()).hasSize(3))
          .hasEntrySatisfying("fresh.policy", topic -> assertThat(topic.partitions()).hasSize(1));
      for (Topic topic : Topic.values()) {
        assertThat(admin.listTopics().names().get()).contains(connection.topic(topic));
      }
    }
    var key =
        new DataKey("team", "k1", ByteBuffer.allocate(12), ByteBuffer.allocate(48), Instant.EPOCH);
    try (var serdes = new EventSerdes(connection)) {
      Serializer<DataKey> serializer = serdes.serializer(Topic.DATA_KEYS);
      Deserializer<DataKey> deserializer = serdes.deserializer(Topic.DATA_KEYS);
      byte[] bytes = serializer.serialize("fresh.data-keys", key);
      assertThat(deserializer.deserialize("fresh.data-keys", bytes)).isEqualTo(key);
    }
  }

  @Test
  void keepsThePartitionCountThatItFinds() {
    TopicKeeper.ensure(connection("twice."), 2);

    assertThatCode(() -> TopicKeeper.ensure(connection("twice."), 5)).doesNotThrowAnyException();
  }

  @Test
  void refusesTopicsWithWrongSettingsAndNamesThemAll() throws Exception {
    LogConnection connection = connection("wrong.");
    try (var admin = Admin.create(connection.clientProperties())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("wrong.policy", 2, (short) 1)
                      .configs(Map.of("cleanup.policy", "delete")),
                  new NewTopic("wrong.audit", 4, (short) 1)
                      .configs(Map.of("retention.ms", "1000"))))
          .all()
          .get();
    }

    assertThatThrownBy(() -> TopicKeeper.ensure(connection, 4))
        .isInstanceOf(UnusableLogException.class)
        .hasMessageStartingWith(
            "The topics at " + broker.bootstrapServers() + " have 3 wrong setting(s):")
        .hasMessageContaining("- wrong.policy: has 2 partitions, needs 1")
        .hasMessageContaining("- wrong.policy: cleanup.policy is delete, needs compact")
        .hasMessageContaining("- wrong.audit: retention.ms is 1000, needs at least 604800000");
  }

  @Test
  void saysThatTheRegistryIsOutOfReach() {
    var connection =
        new LogConnection(
            broker.bootstrapServers(), URI.create("http://127.0.0.1:1"), "alone.", Map.of());

    assertThatThrownBy(() -> TopicKeeper.ensure(connection, 1))
        .isInstanceOf(UnusableLogException.class)
        .hasMessageStartingWith("The schema registry at http://127.0.0.1:1 did not answer");
  }

  @Test
  void applyingAPolicyAgainWritesNothing() throws Exception {
    LogConnection connection = connection("again.");
    String policy =
        """
        organisation: acme
        providers:
          echo: {builtin: echo}
        models:
          echo-small: {provider: echo}
        teams:
          search: {}
        prices:
          - {provider: echo, model: echo-small, token-type: input, per-million: 0.5, valid-from: 2026-01-01}
        """;
    try (var control =
            ControlPlane.connect(
                connection,
                () -> new KeyEncryptionKey(new byte[32]),
                InstantSource.system(),
                new SecureRandom());
        var admin = Admin.create(connection.clientProperties())) {
      assertThat(control.apply(policy, "jo")).isInstanceOf(Application.Applied.class);
      long end = end(admin, connection.topic(Topic.PRICE_BOOK));

      assertThat(control.apply(policy, "jo")).isEqualTo(new Application.Unchanged(1));

      assertThat(end(admin, connection.topic(Topic.PRICE_BOOK))).isEqualTo(end).isEqualTo(1);
    }
  }

  private static long end(Admin admin, String topic) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()))
        .partitionResult(partition)
        .get()
        .offset();
  }

  /** The broker answers one request of a connection at a time, and an idle log leaves one open. */
  @Test
  void aFollowerOfAnIdleLogCatchesUpWithoutWaitingOutItsFetch() throws Exception {
    LogConnection connection = connection("idle.");
    TopicKeeper.ensure(connection, 1);
    View<DataKey> nothing = (_, _) -> {};
    List<Duration> took = new ArrayList<>();
    try (var serdes = new EventSerdes(connection);
        var follower = new TopicFollower(connection, serdes, "test");
        var pace = Executors.newSingleThreadScheduledExecutor()) {
      follower.follow(Topic.DATA_KEYS, nothing);
      follower.start();
      assertThat(follower.catchUp(SOON)).isTrue();

      for (int i = 0; i < 9; i++) {
        // Long enough for the next fetch to be open, too short for it to have been waited out.
        took.add(pace.schedule(() -> timeToCatchUp(follower), 150, TimeUnit.MILLISECONDS).get());
      }
    }
    Collections.sort(took);
    assertThat(took.get(took.size() / 2))
        .as("median of " + took)
        .isLessThan(Duration.ofMillis(200));
  }

  private static Duration timeToCatchUp(TopicFollower follower) {
    long begun = System.nanoTime();
    assertThat(follower.catchUp(SOON)).isTrue();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private LogConnection connection(String prefix) {
    return new LogConnection(broker.bootstrapServers(), registry.uri(), prefix, Map.of());
  }
}
