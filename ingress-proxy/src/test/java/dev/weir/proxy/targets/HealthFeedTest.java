package dev.weir.proxy.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.routing.CallOutcome;
import dev.weir.proxy.feed.BestEffortWriter;
import dev.weir.schemas.event.RouteHealthReport;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HealthFeedTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final LogConnection LOG =
      LogConnection.of("nowhere:9092", URI.create("http://nowhere:8081"));

  private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
  private final EventSerdes serdes = new EventSerdes(LOG, registry);
  private final OtherProxies others = new OtherProxies("p2", InstantSource.fixed(NOON));
  private final Targets targets =
      new Targets(new OtherProxies("p1", InstantSource.fixed(NOON)), _ -> {});
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private HealthFeed feed;
  private Target a;

  @BeforeEach
  void start() throws Exception {
    registry.register(
        LOG.subject(Topic.ROUTE_HEALTH),
        new AvroSchema(Topic.ROUTE_HEALTH.valueSchema().orElseThrow()));
    PolicySnapshot policy =
        switch (PolicyParser.parse(
            """
            organisation: acme
            providers: {one: {url: http://one/v1}}
            models: {a: {provider: one}, b: {provider: one}}
            routes: {pair: {failover: [a, b]}}
            teams: {t: {}}
            """)) {
          case PolicyReading.Valid(Policy read) -> new PolicySnapshot(1, read);
          case PolicyReading.Invalid(var problems) -> throw new AssertionError(problems);
        };
    a = targets.target(policy, "a");
    feed =
        new HealthFeed(
            targets,
            new OtherProxies("p1", InstantSource.fixed(NOON)),
            "p1",
            LOG,
            serdes,
            InstantSource.fixed(NOON),
            new BestEffortWriter(producer, LOG.topic(Topic.ROUTE_HEALTH)));
  }

  @AfterEach
  void close() {
    feed.close();
    serdes.close();
  }

  private void call(CallOutcome outcome) {
    assertThat(a.begin(NOON)).isEqualTo(Place.Taken.IT);
    a.end(outcome, NOON);
  }

  @Test
  void tellsOtherProxiesWhatItHasMeasured() {
    call(new CallOutcome.Measured(120, 40));
    call(CallOutcome.Failed.IT);

    feed.tell();

    ProducerRecord<byte[], byte[]> record = producer.history().getFirst();
    String key = new String(record.key(), StandardCharsets.UTF_8);
    assertThat(key).isEqualTo("one|a|p1");
    assertThat(record.topic()).isEqualTo("weir.route-health");
    others.replay(
        key,
        serdes
            .<RouteHealthReport>deserializer(Topic.ROUTE_HEALTH)
            .deserialize(record.topic(), record.value()));
    assertThat(others.of("one|a")).isEqualTo(a.health().shared(NOON));
  }

  @Test
  void tellsNothingTwiceAndNothingOfModelsThatWereNotCalled() {
    call(CallOutcome.Answered.IT);
    feed.tell();
    feed.tell();
    assertThat(producer.history()).hasSize(1);

    call(CallOutcome.Answered.IT);
    feed.tell();
    assertThat(producer.history()).hasSize(2);
  }

  @Test
  void takesBackWhatItToldWhenItCloses() {
    call(CallOutcome.Answered.IT);
    feed.tell();

    feed.close();

    List<ProducerRecord<byte[], byte[]>> told = producer.history();
    assertThat(told).hasSize(2);
    assertThat(told.getLast().key()).isEqualTo(told.getFirst().key());
    assertThat(told.getLast().value()).isNull();
  }
}
