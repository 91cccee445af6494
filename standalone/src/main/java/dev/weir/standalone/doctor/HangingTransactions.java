package dev.weir.standalone.doctor;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;

/**
 * Transactions that are open in a partition while their coordinator believes them ended. Nobody
 * will end them, and who reads committed records waits before them for ever: processors, auditors,
 * finance. A Kafka with one replica can leave them behind when its broker is killed.
 *
 * <p>Found as {@code kafka-transactions.sh find-hanging} finds them (KIP-664).
 */
public final class HangingTransactions implements AutoCloseable {

  /** Longer than a transaction of Weir lasts, and than a coordinator takes to end one. */
  static final Duration QUIET_MIN = Duration.ofMinutes(2);

  private static final int CALL_LIMIT_MILLIS = 20_000;

  private final Admin admin;
  private final LogConnection log;
  private final InstantSource clock;

  public HangingTransactions(LogConnection log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
    var settings = new HashMap<>(log.clientProperties());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_LIMIT_MILLIS);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_LIMIT_MILLIS);
    admin = Admin.create(settings);
  }

  /** Those in Weir's topics and in those of its processors. */
  public List<Hanging> find() throws ExecutionException, InterruptedException {
    Instant before = clock.instant().minus(QUIET_MIN);
    List<Hanging> open = open(partitions(), before);
    if (open.isEmpty()) {
      return open;
    }
    Set<Long> producers = open.stream().map(Hanging::producerId).collect(Collectors.toSet());
    List<String> ids =
        admin
            .listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
            .all()
            .get()
            .stream()
            .map(TransactionListing::transactionalId)
            .toList();
    Map<Long, Set<TopicPartition>> known =
        admin.describeTransactions(ids).all().get().values().stream()
            .collect(
                Collectors.toMap(
                    TransactionDescription::producerId,
                    it -> new HashSet<>(it.topicPartitions()),
                    HangingTransactions::union));
    List<Hanging> unknown =
        open.stream()
            .filter(it -> !known.getOrDefault(it.producerId(), Set.of()).contains(it.partition()))
            .toList();
    // One that ended between the two questions is unknown to its coordinator, and open no longer.
    Set<Hanging> still = new HashSet<>(open(partitionsOf(unknown), before));
    return unknown.stream().filter(still::contains).toList();
  }

  private static Set<TopicPartition> partitionsOf(List<Hanging> transactions) {
    return transactions.stream().map(Hanging::partition).collect(Collectors.toSet());
  }

  private static Set<TopicPartition> union(Set<TopicPartition> one, Set<TopicPartition> other) {
    one.addAll(other);
    return one;
  }

  private List<Hanging> open(Collection<TopicPartition> partitions, Instant before)
      throws ExecutionException, InterruptedException {
    List<Hanging> open = new ArrayList<>();
    admin
        .describeProducers(partitions)
        .all()
        .get()
        .forEach((partition, producers) -> {
          for (ProducerState producer : producers.activeProducers()) {
            if (producer.currentTransactionStartOffset().isPresent()
                && producer.lastTimestamp() < before.toEpochMilli()) {
              open.add(Hanging.of(partition, producer));
            }
          }
        });
    return open;
  }

  private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
    Set<String> own =
        Arrays.stream(Topic.values())
            .map(log::topic)
            .collect(Collectors.toCollection(HashSet::new));
    // The processors' own topics are named after their applications: the prefix without its end.
    String applications = log.topicPrefix().replaceAll("[._-]+$", "") + "-";
    List<String> topics =
        admin.listTopics().names().get().stream()
            .filter(name -> own.contains(name) || isOfProcessors(name, applications))
            .toList();
    return admin.describeTopics(topics).allTopicNames().get().values().stream()
        .flatMap(topic ->
            topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
        .toList();
  }

  private static boolean isOfProcessors(String name, String applications) {
    return name.startsWith(applications)
        && (name.endsWith("-changelog") || name.endsWith("-repartition"));
  }

  /**
   * Aborts them: what they hold is never read as committed.
   *
   * @return those that could not be aborted, and why
   */
  public Map<Hanging, String> abort(List<Hanging> hanging) throws InterruptedException {
    Map<Hanging, String> failed = new LinkedHashMap<>();
    for (Hanging each : hanging) {
      try {
        admin.abortTransaction(each.abort()).all().get();
      } catch (ExecutionException e) {
        failed.put(each, String.valueOf(e.getCause()));
      }
    }
    return failed;
  }

  @Override
  public void close() {
    admin.close();
  }

  /**
   * One of them, in one partition.
   *
   * @param firstOffset where it begins
   */
  public record Hanging(
      TopicPartition partition,
      long producerId,
      int producerEpoch,
      int coordinatorEpoch,
      long firstOffset) {

    private static Hanging of(TopicPartition partition, ProducerState state) {
      return new Hanging(
          partition,
          state.producerId(),
          state.producerEpoch(),
          state.coordinatorEpoch().orElse(0),
          state.currentTransactionStartOffset().orElseThrow());
    }

    private AbortTransactionSpec abort() {
      return new AbortTransactionSpec(
          partition, producerId, (short) producerEpoch, coordinatorEpoch);
    }
  }
}
