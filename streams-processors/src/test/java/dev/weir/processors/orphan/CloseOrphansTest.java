package dev.weir.processors.orphan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.progress.Reading;
import dev.weir.processors.store.OpenExchange;
import dev.weir.processors.store.OpenPrompt;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.schemas.event.ExchangeProgress;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sweeps through more than one of them takes. */
class CloseOrphansTest {

  private static final Duration ORPHAN_AFTER = Duration.ofMinutes(15);
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final int MANY = 2 * CloseOrphans.SWEEP_LIMIT + 1;

  private static final LogConnection LOG =
      LogConnection.of("nowhere:9092", URI.create("http://nowhere:8081"));

  // Making the serdes is what lets Avro make the generated records.
  private static final EventSerdes SERDES = new EventSerdes(LOG, new MockSchemaRegistryClient());

  private final MockProcessorContext<String, SpecificRecordBase> context =
      new MockProcessorContext<>(settings());
  private final KeyValueStore<String, OpenExchange> open =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(OrphanClosing.OPEN),
              Serdes.String(),
              StoreSerdes.of(OpenExchange.class))
          .withLoggingDisabled()
          .build();
  private Instant now = NOON;

  private static Properties settings() {
    var settings = new Properties();
    settings.put("application.id", "weir-orphans");
    settings.put("bootstrap.servers", "nowhere:9092");
    return settings;
  }

  @BeforeEach
  void open() {
    open.init(context.getStateStoreContext(), open);
    context.addStateStore(open);
    var _ =
        new CloseOrphans(
            context,
            ORPHAN_AFTER,
            new Closing(_ -> GoverningPolicy.NONE),
            new EventHeaders("processors", "test"),
            new Counters(new SimpleMeterRegistry()),
            () -> new Reading(now.toEpochMilli(), 1));
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void forgetsManyStraysInSweepsOfALimitAndTellsAfterTheLast() {
    put("stray", MANY, stray());
    open.put("zz-live", prompt(NOON.plus(Duration.ofMinutes(59)), "p2:7"));

    assertThat(sweepAt(Duration.ofMinutes(59)))
        .satisfies(swept -> assertThat(swept.told()).hasSize(1));
    assertThat(kept()).isEqualTo(MANY + 1);

    assertThat(sweepAt(Duration.ofMinutes(60)).told()).isEmpty();
    assertThat(kept()).isEqualTo(MANY + 1 - CloseOrphans.SWEEP_LIMIT);
    assertThat(sweepAt(Duration.ofMinutes(60)).told()).isEmpty();
    assertThat(kept()).isEqualTo(MANY + 1 - 2 * CloseOrphans.SWEEP_LIMIT);

    Swept last = sweepAt(Duration.ofMinutes(60));
    assertThat(last.told())
        .singleElement()
        .satisfies(progress -> {
          assertThat(progress.getReadUpTo()).isEqualTo(NOON.plus(Duration.ofMinutes(60)));
          assertThat(progress.getOpenStarts()).containsExactly("p2:7");
        });
    assertThat(last.closed()).isEmpty();
    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void closesManyOrphansInSweepsOfALimitAndEachOnceAndTellsAfterTheLast() {
    put("orphan", MANY, prompt(NOON, "p1:1000"));
    put("stray", MANY, stray());
    Set<String> closed = new HashSet<>();

    Swept first = sweepAt(ORPHAN_AFTER);
    assertThat(first.told()).isEmpty();
    assertThat(first.closed()).hasSize(CloseOrphans.SWEEP_LIMIT);
    Swept second = sweepAt(ORPHAN_AFTER);
    assertThat(second.told()).isEmpty();
    assertThat(second.closed()).hasSize(CloseOrphans.SWEEP_LIMIT);
    Swept third = sweepAt(ORPHAN_AFTER);
    assertThat(third.told())
        .singleElement()
        .satisfies(progress -> assertThat(progress.getOpenStarts()).isEmpty());

    for (Swept swept : List.of(first, second, third)) {
      closed.addAll(swept.closed());
      assertThat(swept.ended()).isEqualTo(swept.closed().size());
    }
    assertThat(closed).hasSize(MANY).allMatch(id -> id.startsWith("orphan"));
    assertThat(first.closed().size() + second.closed().size() + third.closed().size())
        .isEqualTo(MANY);
    assertThat(kept()).isEqualTo(2 * MANY);
  }

  @Test
  void tellsAtOnceWhereJustTheLimitIsDue() {
    put("orphan", CloseOrphans.SWEEP_LIMIT, prompt(NOON, "p1:1000"));

    Swept swept = sweepAt(ORPHAN_AFTER);

    assertThat(swept.closed()).hasSize(CloseOrphans.SWEEP_LIMIT);
    assertThat(swept.told()).hasSize(1);
  }

  /** Nothing waits longer for its prompt than that. */
  @Test
  void readsUsageFromBeforePromptsForAsLongAsItWaitsForThemAndAnHourAtLeast() {
    var events = new Events(LOG, SERDES);
    Instant prompts = NOON.minus(Duration.ofDays(3));

    assertThat(OrphanClosing.beginnings(events, Duration.ofMinutes(20), NOON))
        .containsOnly(
            entry(events.topic(Topic.PROMPTS), prompts),
            entry(events.topic(Topic.RESPONSE_CHUNKS), prompts.minus(Duration.ofMinutes(80))),
            entry(events.topic(Topic.TOKEN_COUNTS), prompts.minus(Duration.ofMinutes(80))));
    assertThat(OrphanClosing.beginnings(events, Duration.ofSeconds(6), NOON))
        .containsEntry(events.topic(Topic.TOKEN_COUNTS), prompts.minus(Duration.ofHours(1)));
  }

  private record Swept(List<String> closed, long ended, List<ExchangeProgress> told) {}

  private Swept sweepAt(Duration sinceNoon) {
    now = NOON.plus(sinceNoon);
    context.resetForwards();
    context.scheduledPunctuators().getFirst().getPunctuator().punctuate(now.toEpochMilli());
    List<SpecificRecordBase> written =
        context.forwarded().stream()
            .<SpecificRecordBase>map(forward -> forward.record().value())
            .toList();
    return new Swept(
        of(Usage.class, written).stream().map(Usage::getRequestId).toList(),
        of(ResponseFrame.class, written).size(),
        of(ExchangeProgress.class, written));
  }

  private static <T> List<T> of(Class<T> type, List<SpecificRecordBase> written) {
    return written.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void put(String prefix, int count, OpenExchange exchange) {
    for (int i = 0; i < count; i++) {
      open.put(prefix + i, exchange);
    }
  }

  private int kept() {
    int kept = 0;
    try (KeyValueIterator<String, OpenExchange> all = open.all()) {
      while (all.hasNext()) {
        KeyValue<String, OpenExchange> _ = all.next();
        kept++;
      }
    }
    return kept;
  }

  private static OpenExchange stray() {
    return OpenExchange.newBuilder()
        .setActiveMillis(NOON.toEpochMilli())
        .setUsageAttempt(1)
        .setCharged(true)
        .build();
  }

  private static OpenExchange prompt(Instant active, String start) {
    OpenPrompt prompt =
        OpenPrompt.newBuilder()
            .setOrganisation("acme")
            .setTeam("search")
            .setKeyId("key1")
            .setRequestedModel("echo-small")
            .setPolicyVersion(1)
            .setPromptBytes(17)
            .setStream(true)
            .setReceivedAt(active)
            .setStart(start)
            .build();
    return OpenExchange.newBuilder()
        .setActiveMillis(active.toEpochMilli())
        .setPrompt(prompt)
        .build();
  }
}
