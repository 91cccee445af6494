package dev.weir.processors.view;

import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The views that the processors decide by. */
public final class Views implements AutoCloseable {

  private final TopicFollower follower;
  private final PolicyView policies;
  private final PriceView prices;
  private final DataKeyView keys;

  private Views(
      LogConnection connection,
      EventSerdes serdes,
      KeyEncryptionKey keyEncryptionKey,
      TopicFollower follower) {
    this.follower = follower;
    var misses = new RecentMisses(InstantSource.system());
    this.policies =
        new PolicyView(
            connection.topic(Topic.POLICY), serdes.deserializer(Topic.POLICY), follower, misses);
    this.prices =
        new PriceView(
            connection.topic(Topic.PRICE_BOOK),
            serdes.deserializer(Topic.PRICE_BOOK),
            follower,
            misses);
    this.keys =
        new DataKeyView(
            connection.topic(Topic.DATA_KEYS),
            serdes.deserializer(Topic.DATA_KEYS),
            keyEncryptionKey,
            follower,
            misses);
  }

  /** Begins to follow the topics; {@link #awaitLoaded} tells when they were read once. */
  public static Views follow(
      LogConnection connection, EventSerdes serdes, KeyEncryptionKey keyEncryptionKey) {
    Map<String, Object> properties = connection.clientProperties();
    properties.put("client.id", "weir-processors-views");
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    properties.put("fetch.max.wait.ms", 100);
    var follower =
        new TopicFollower(
            new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()));
    var views = new Views(connection, serdes, keyEncryptionKey, follower);
    follower.start(
        Stream.<View>of(views.policies, views.prices, views.keys)
            .collect(
                Collectors.toMap(view -> connection.topic(view.topic()), Function.identity())));
    return views;
  }

  /** Whether everything that was published before this call is known within {@code limit}. */
  public boolean awaitLoaded(Duration limit) {
    return follower.catchUp(limit);
  }

  public PolicySource policies() {
    return policies;
  }

  public PriceBook prices() {
    return prices;
  }

  public KeySource keys() {
    return keys;
  }

  @Override
  public void close() {
    follower.close();
  }
}
