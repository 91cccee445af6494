package dev.weir.standalone.prove;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.DemandLine;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.QuotaDemand;
import dev.weir.schemas.event.QuotaGrant;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the log says of one team at a time, as it is written: committed records only. What it
 * adds up owes nothing to what proxies and processors say of themselves. For one thread.
 */
final class Witness implements AutoCloseable {

  private static final List<Topic> TOPICS =
      List.of(
          Topic.PROMPTS,
          Topic.TOKEN_COUNTS,
          Topic.ADMISSIONS,
          Topic.QUOTA_DEMAND,
          Topic.QUOTA_GRANTS);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final EventSerdes serdes;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, Topic> topics = new HashMap<>();
  private final Map<Topic, Deserializer<SpecificRecordBase>> values = new EnumMap<>(Topic.class);
  private String team = "";
  private Evidence evidence = new Evidence();

  Witness(LogConnection connection) {
    serdes = new EventSerdes(connection);
    Map<String, Object> properties = connection.clientProperties();
    properties.put("enable.auto.commit", false);
    properties.put("isolation.level", "read_committed");
    consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : TOPICS) {
      topics.put(connection.topic(topic), topic);
      values.put(topic, serdes.deserializer(topic));
      consumer
          .partitionsFor(connection.topic(topic), LIMIT)
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** From now on it looks at this team, of which nothing was written yet. */
  void lookAt(String next) {
    team = next;
    evidence = new Evidence();
  }

  /** Takes in what has come, waiting for it no longer than this. */
  Evidence read(Duration wait) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
      Topic topic = topics.get(record.topic());
      if (topic == Topic.QUOTA_GRANTS && record.value() == null) {
        forget(record.key());
      } else if (topic != null && record.value() != null) {
        take(value(topic, record));
      }
    }
    return evidence;
  }

  private @Nullable SpecificRecordBase value(Topic topic, ConsumerRecord<String, byte[]> record) {
    Deserializer<SpecificRecordBase> deserializer = values.get(topic);
    return deserializer == null ? null : deserializer.deserialize(record.topic(), record.value());
  }

  private void take(@Nullable SpecificRecordBase value) {
    switch (value) {
      case Prompt prompt when prompt.getTeam().equals(team) ->
          evidence.began(prompt.getRequestId());
      // Who looks at the list of models is let in as well, and spends nothing.
      case Admission admission
          when admission.getTeam().equals(team) && !admission.getRequestedModel().isEmpty() ->
          evidence.decided(admission.getRequestId(), decided(admission));
      case Usage usage when usage.getTeam().equals(team) ->
          evidence.spent(usage.getEventId(), spent(usage));
      case QuotaGrant grant when grant.getOwner().equals(team) ->
          evidence.given(
              holder(grant.getProxyId(), grant.getProxyEpoch()),
              grant.getGranted() - grant.getRevoked(),
              grant.getConsidered());
      case QuotaDemand demand when demand.getOwner().equals(team) ->
          demand.getLines().forEach(line -> demanded(demand, line));
      case null, default -> {}
    }
  }

  private static Evidence.Decided decided(Admission admission) {
    return new Evidence.Decided(
        admission.getDecidedAt(),
        admission.getDecision() == Decision.ADMITTED,
        admission.getCode(),
        admission.getReservedTokens());
  }

  private static Evidence.Spent spent(Usage usage) {
    return new Evidence.Spent(
        usage.getRequestId(),
        holder(usage.getProxyId(), usage.getProxyEpoch()),
        tokens(usage),
        usage.getReservedTokens(),
        usage.getEndedAt(),
        usage.getFinalAttempt(),
        how(usage.getOutcome()));
  }

  private static Evidence.How how(Outcome outcome) {
    return switch (outcome) {
      case CUT -> Evidence.How.CUT;
      case ORPHANED -> Evidence.How.ORPHANED;
      case COMPLETED, REFUSED, UPSTREAM_ERROR, UPSTREAM_FAILED, CANCELLED, UNKNOWN ->
          Evidence.How.ENDED;
    };
  }

  /** The classes are disjoint. */
  private static long tokens(Usage usage) {
    return usage.getInputTokens()
        + usage.getCacheReadTokens()
        + usage.getCacheWriteTokens()
        + usage.getOutputTokens()
        + usage.getReasoningTokens()
        + usage.getAudioTokens()
        + usage.getImageTokens();
  }

  /** A round has one limit, which is total, so that a line is always of the same account. */
  private void demanded(QuotaDemand demand, DemandLine line) {
    evidence.demanded(
        holder(demand.getProxyId(), demand.getProxyEpoch()),
        demand.getNumber(),
        line.getReturned());
  }

  /** The key ends with the proxy and its start. */
  private void forget(String key) {
    if (key.startsWith(team + "|")) {
      evidence.forgotten(key.substring(key.lastIndexOf('|') + 1));
    }
  }

  private static String holder(String proxyId, long proxyEpoch) {
    return proxyId + ":" + proxyEpoch;
  }

  @Override
  public void close() {
    consumer.close();
    serdes.close();
  }
}
