package dev.weir.processors;

import dev.weir.governance.anomaly.SpikeRule;
import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.LayeredDetector;
import dev.weir.governance.detection.pii.PiiRules;
import dev.weir.governance.detection.secret.SecretRules;
import dev.weir.governance.escrow.ClosedStarts;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.firewall.Firewall;
import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.privacy.SecretFingerprints;
import dev.weir.processors.alert.AlertLives;
import dev.weir.processors.alert.BoundedNames;
import dev.weir.processors.alert.ExchangeSightings;
import dev.weir.processors.alert.PromptSightings;
import dev.weir.processors.alert.SpikeSightings;
import dev.weir.processors.anomaly.AnomalyWatching;
import dev.weir.processors.audit.AuditSealing;
import dev.weir.processors.audit.ControlSealing;
import dev.weir.processors.burn.BudgetWatching;
import dev.weir.processors.charge.Chargeback;
import dev.weir.processors.charge.UsageRating;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Deduplication;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.ExchangeEvent;
import dev.weir.processors.event.Recorded;
import dev.weir.processors.event.UsageOnce;
import dev.weir.processors.orphan.OrphanClosing;
import dev.weir.processors.progress.Reading;
import dev.weir.processors.quota.QuotaFeedback;
import dev.weir.processors.view.KeySource;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;

/**
 * The topologies: every question that the processors answer. Quota is answered by an application of
 * its own, since callers wait for it: credit must not stand behind bills and searches in one queue,
 * least of all when these have fallen behind. So are orphans, whose closing a dead proxy's credit
 * waits for.
 */
final class Questions {

  /** What the answers depend on besides the events. */
  record Knowledge(
      PolicySource policies, PriceBook prices, KeySource keys, SecretFingerprints fingerprints) {}

  /**
   * What is certain of the log.
   *
   * @param orphans how far the application that closes silent exchanges has read it
   * @param closed which starts of proxies are settled
   */
  record Certainty(Supplier<Reading> orphans, ClosedStarts closed) {}

  private final Pace pace;
  private final Knowledge knowledge;
  private final Certainty certainty;
  private final Events events;
  private final EventHeaders headers;
  private final Counters counters;

  Questions(
      Pace pace,
      Knowledge knowledge,
      Certainty certainty,
      Events events,
      EventHeaders headers,
      Counters counters) {
    this.pace = pace;
    this.knowledge = knowledge;
    this.certainty = certainty;
    this.events = events;
    this.headers = headers;
    this.counters = counters;
  }

  /** What has been spent, and what may be. */
  Topology quota() {
    var builder = new StreamsBuilder();
    KStream<String, Usage> usage =
        new UsageOnce(pace.memory(), Questions::isCountedWithRecords)
            .apply(events.stream(builder, Topic.TOKEN_COUNTS));
    new QuotaFeedback(
            knowledge.policies(),
            EscrowTerms.DEFAULT,
            certainty.closed(),
            events,
            headers,
            counters)
        .addTo(usage, events.stream(builder, Topic.QUOTA_DEMAND));
    return builder.build();
  }

  private static void isCountedWithRecords() {}

  /**
   * Which exchanges have fallen silent, and whose are open. It reads what stands beside the
   * content, and never what was said.
   */
  Topology orphans() {
    var builder = new StreamsBuilder();
    KStream<String, Prompt> prompts =
        new Deduplication(pace.memory(), Questions::isCountedWithRecords)
            .apply(events.stream(builder, Topic.PROMPTS), Topic.PROMPTS, Prompt::getEventId);
    new OrphanClosing(
            pace.orphanAfter(),
            knowledge.policies(),
            events,
            headers,
            counters,
            certainty.orphans())
        .addTo(
            prompts,
            events.stream(builder, Topic.RESPONSE_CHUNKS),
            events.stream(builder, Topic.TOKEN_COUNTS));
    return builder.build();
  }

  /** All that is concluded from what was recorded, and that nobody waits for. */
  Topology records() {
    var builder = new StreamsBuilder();
    var once = new Deduplication(pace.memory(), counters);
    KStream<String, Usage> usage =
        new UsageOnce(pace.memory(), () -> counters.duplicate(Topic.TOKEN_COUNTS))
            .apply(events.stream(builder, Topic.TOKEN_COUNTS));
    KStream<String, Recorded<Prompt>> prompts =
        once.apply(
            events.streamRecorded(builder, Topic.PROMPTS),
            Topic.PROMPTS,
            prompt -> prompt.event().getEventId());
    KStream<String, Recorded<ResponseFrame>> frames =
        events.streamRecorded(builder, Topic.RESPONSE_CHUNKS);
    var rated =
        new UsageRating(knowledge.prices(), knowledge.policies(), events, headers, counters)
            .addTo(usage);
    new Chargeback(pace.chargebackFlush(), events, headers).addTo(rated);
    new SpikeSightings(SpikeRule.DEFAULT, pace.spikeBucket(), events, headers).addTo(usage);
    new AnomalyWatching(events, headers, counters).addTo(usage);
    new BudgetWatching(knowledge.policies(), events, headers, counters).addTo(usage);
    new PromptSightings(
            knowledge.keys(),
            // Two scans, since one names each place once: a secret counts wherever it stands.
            List.of(PiiRules.scan(), SecretRules.scan()),
            Firewall.load(),
            knowledge.fingerprints(),
            events,
            headers,
            counters)
        .addTo(prompts);
    new ExchangeSightings(events, headers).addTo(builder, prompts, frames, usage);
    new AuditSealing(pace.orphanAfter(), pace.memory(), events, headers, counters)
        .addTo(exchanges(prompts, frames));
    KStream<String, Recorded<ControlOrder>> orders = events.streamRecorded(builder, Topic.CONTROL);
    new ControlSealing(events, headers).addTo(builder, orders);
    new AlertLives(events, headers, counters).addTo(builder, orders);
    return builder.build();
  }

  /**
   * Which prompts hold names. An application of its own, since one prompt may take seconds: nothing
   * else may stand behind it.
   *
   * @param source finds names; what rules have found is no name
   */
  Topology names(Supplier<? extends Detector> source) {
    var builder = new StreamsBuilder();
    KStream<String, Recorded<Prompt>> prompts =
        new Deduplication(pace.memory(), Questions::isCountedWithRecords)
            .apply(
                events.streamRecorded(builder, Topic.PROMPTS),
                Topic.PROMPTS,
                prompt -> prompt.event().getEventId());
    PromptSightings.ofNames(
            knowledge.keys(),
            new BoundedNames(
                () -> new LayeredDetector(PiiRules.scan(), source.get()),
                counters,
                System::nanoTime),
            knowledge.fingerprints(),
            events,
            headers)
        .addTo(prompts);
    return builder.build();
  }

  private static void isCountedWithRecords(Topic topic) {}

  private static KStream<String, ExchangeEvent> exchanges(
      KStream<String, Recorded<Prompt>> prompts, KStream<String, Recorded<ResponseFrame>> frames) {
    KStream<String, ExchangeEvent> asked =
        prompts.mapValues(ExchangeEvent.Asked::new, Events.named("asked"));
    KStream<String, ExchangeEvent> answered =
        frames.mapValues(ExchangeEvent.Answered::new, Events.named("answered"));
    return asked.merge(answered, Events.named("exchanges"));
  }
}
