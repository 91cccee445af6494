package dev.weir.processors.alert;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.firewall.Firewall;
import dev.weir.governance.privacy.SecretFingerprints;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.Recorded;
import dev.weir.processors.event.Step;
import dev.weir.processors.view.KeySource;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Answers: which prompts hold what they should not? One sighting per request and type of finding,
 * and one per secret, with places and never with content; a secret leaves its keyed hash, by which
 * one can ask where it went. A prompt whose key was erased is counted and passed over.
 */
public final class PromptSightings {

  private final PromptScan scan;
  private final Events events;
  private final EventHeaders headers;

  public PromptSightings(
      KeySource keys,
      List<Detector> detectors,
      Firewall firewall,
      SecretFingerprints fingerprints,
      Events events,
      EventHeaders headers,
      Counters counters) {
    this(
        new PromptScan(
            keys,
            detectors,
            Optional.of(new InjectionScan(firewall)),
            fingerprints,
            counters::unreadablePrompt),
        events,
        headers);
  }

  private PromptSightings(PromptScan scan, Events events, EventHeaders headers) {
    this.scan = scan;
    this.events = events;
    this.headers = headers;
  }

  /**
   * Answers for names alone, beside another one that answers for all else: what cannot be opened is
   * counted there.
   */
  public static PromptSightings ofNames(
      KeySource keys,
      BoundedNames names,
      SecretFingerprints fingerprints,
      Events events,
      EventHeaders headers) {
    return new PromptSightings(
        new PromptScan(keys, List.of(names), Optional.empty(), fingerprints, _ -> {}),
        events,
        headers);
  }

  /** Adds the sub-topology to prompts without repetitions. */
  public void addTo(KStream<String, Recorded<Prompt>> prompts) {
    KStream<String, AlertSource> sightings =
        prompts.process(
            Step.<String, Recorded<Prompt>, String, AlertSource>supplier(
                Set.of(), context -> record -> tell(context, record)),
            Events.named("scan-prompts"));
    events.write(sightings, Topic.SIGHTINGS, "prompt-sightings");
  }

  private void tell(
      ProcessorContext<String, AlertSource> context, Record<String, Recorded<Prompt>> record) {
    for (Sighting sighting : scan.sightings(record.value().event())) {
      context.forward(
          record
              .withKey(sighting.getTeam())
              .withValue(AlertSource.newBuilder().setSighting(sighting).build())
              .withHeaders(headers.of(Topic.SIGHTINGS, sighting.getEventId(), sighting.getTime())));
    }
  }
}
