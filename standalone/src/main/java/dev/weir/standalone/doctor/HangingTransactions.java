package dev.weir.standalone.doctor;

import dev.weir.schemas.log.LogConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
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
  private static final String OFFSETS = "__consumer_offsets";

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

  /** Those in Weir's topics, in those of its processors and in the offsets of groups. */
  public List<Hanging> find() throws ExecutionException, InterruptedException {
    Instant before = clock.instant().minus(QUIET_MIN);
    List<Hanging> open = open(partitions(), before);
    if (open.isEmpty()) {
      return open;
    }
    Set<Long> producers =
        open.stream().map(it -> it.state().producerId()).collect(Collectors.toSet());
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
    return open.stream()
        .filter(
            it -> !known.getOrDefault(it.state().producerId(), Set.of()).contains(it.partition()))
        .toList();
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
              open.add(new Hanging(partition, producer));
            }
          }
        });
    return open;
  }

  private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
    String stem = log.topicPrefix().replaceAll("[._-]+$", "");
    List<String> topics =
        admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get().stream()
            .filter(name -> name.matches("\\Q" + stem + "\\E[._-].*") || name.equals(OFFSETS))
            .toList();
    return admin.describeTopics(topics).allTopicNames().get().values().stream()
        .flatMap(topic ->
            topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
        .toList();
  }

  /** Aborts them: what they hold is never read as committed. */
  public void abort(List<Hanging> hanging) throws ExecutionException, InterruptedException {
    for (Hanging each : hanging) {
      admin.abortTransaction(each.abort()).all().get();
    }
  }

  @Override
  public void close() {
    admin.close();
  }

  /** One of them, in one partition. */
  public record Hanging(TopicPartition partition, ProducerState state) {

    private AbortTransactionSpec abort() {
      return new AbortTransactionSpec(
          partition,
          state.producerId(),
          (short) state.producerEpoch(),
          state.coordinatorEpoch().orElse(0));
    }
  }
}
