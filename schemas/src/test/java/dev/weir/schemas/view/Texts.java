package dev.weir.schemas.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.event.Price;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The texts of the documents, by their keys. */
final class Texts implements View<PolicyEntry> {

  final Map<String, String> texts = new ConcurrentHashMap<>();
  final List<String> seen = new CopyOnWriteArrayList<>();
  final List<String> leftOut = new CopyOnWriteArrayList<>();
  private long rounds;

  @Override
  public void leftOut(String key) {
    leftOut.add(key);
  }

  @Override
  public void replay(String key, @Nullable PolicyEntry entry) {
    if (entry == null) {
      texts.remove(key);
      return;
    }
    String text = ((PolicyDocument) entry.getEntry()).getText();
    if (text.equals("refuse me")) {
      throw new IllegalArgumentException("of no use");
    }
    seen.add(text);
    texts.put(key, text);
  }

  @Override
  public synchronized void tidy() {
    rounds++;
    notifyAll();
  }

  /** Waits until a whole round of reading has passed. */
  synchronized void awaitRound() {
    long until = rounds + 2;
    try {
      while (rounds < until) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
