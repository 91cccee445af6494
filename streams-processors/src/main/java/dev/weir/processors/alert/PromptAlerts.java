package dev.weir.processors.alert;

import dev.weir.governance.detection.TextScan;
import dev.weir.governance.firewall.Firewall;
import dev.weir.governance.privacy.SecretFingerprints;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.Recorded;
import dev.weir.processors.event.Step;
import dev.weir.processors.view.KeySource;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Answers: which prompts hold what they should not? One alert per request and type of finding, with
 * places and never with content; a secret leaves its keyed hash, by which one can ask where it
 * went. A prompt whose key was erased is counted and passed over.
 */
public final class PromptAlerts {

  private final PromptScan scan;
  private final Events events;
  private final EventHeaders headers;
  private final Counters counters;

  public PromptAlerts(
      KeySource keys,
      List<TextScan> detectors,
      Firewall firewall,
      SecretFingerprints fingerprints,
      Events events,
      EventHeaders headers,
      Counters counters) {
    this.scan = new PromptScan(keys, detectors, firewall, fingerprints, counters);
    this.events = events;
    this.headers = headers;
    this.counters = counters;
  }

  /** Adds the sub-topology to prompts without repetitions. */
  public void addTo(KStream<String, Recorded<Prompt>> prompts) {
    KStream<String, Alert> alerts =
        prompts.process(
            Step.<String, Recorded<Prompt>, String, Alert>supplier(
                Set.of(), context -> record -> raise(context, record)),
            Events.named("scan-prompts"));
    events.write(alerts, Topic.ALERTS, "prompt-alerts");
  }

  private void raise(
      ProcessorContext<String, Alert> context, Record<String, Recorded<Prompt>> record) {
    for (Alert alert : scan.alerts(record.value().event())) {
      counters.alert(alert.getEvidence().getFirst().getType());
      context.forward(
          record
              .withKey(alert.getFindingUid())
              .withValue(alert)
              .withHeaders(headers.of(Topic.ALERTS, alert.getFindingUid(), alert.getTime())));
    }
  }
}
