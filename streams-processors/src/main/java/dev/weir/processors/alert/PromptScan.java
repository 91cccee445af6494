package dev.weir.processors.alert;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.TextScan;
import dev.weir.governance.firewall.Firewall;
import dev.weir.governance.privacy.ContentCipher;
import dev.weir.governance.privacy.SealedContent;
import dev.weir.governance.privacy.SecretFingerprints;
import dev.weir.governance.privacy.UnreadableContentException;
import dev.weir.processors.event.Counters;
import dev.weir.processors.view.KeySource;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.EncryptedContent;
import dev.weir.schemas.event.Evidence;
import dev.weir.schemas.event.Prompt;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens a prompt, lets the detectors read it, and says what was found where. */
final class PromptScan {

  /** Below it a finding is a guess that nobody should be called for. */
  private static final double SCORE_MIN = 0.5;

  /** More places than these do not make an alert more useful. */
  private static final int EVIDENCE_MAX = 100;

  /** Each is looked for by its hash, so more are kept; about 150 bytes each. */
  private static final int SECRETS_MAX = 1_000;

  /**
   * So many chars do the patterns of a detector read of one prompt, however hostile it is: some
   * four seconds. Everything else that the task does waits for it, and its transaction ends after
   * ten. What comes after is not found.
   */
  private static final long CHARS_READ_MAX = 32L * 1024 * 1024;

  private final KeySource keys;
  private final List<TextScan> detectors;
  private final InjectionScan injections;
  private final SecretFingerprints fingerprints;
  private final Counters counters;

  PromptScan(
      KeySource keys,
      List<TextScan> detectors,
      Firewall firewall,
      SecretFingerprints fingerprints,
      Counters counters) {
    this.keys = keys;
    this.detectors = List.copyOf(detectors);
    this.injections = new InjectionScan(firewall);
    this.fingerprints = fingerprints;
    this.counters = counters;
  }

  /** One alert per type that was found. */
  List<Alert> alerts(Prompt prompt) {
    Map<FindingType, List<Evidence>> found = new EnumMap<>(FindingType.class);
    Optional<byte[]> body = open(prompt);
    if (body.isPresent()) {
      List<PromptText.Surface> surfaces = PromptText.of(body.get());
      for (TextScan detector : detectors) {
        var effort = new TextScan.Effort(CHARS_READ_MAX);
        for (PromptText.Surface surface : surfaces) {
          detector.scan(surface.text(), effort).forEach(it -> add(surface, it, found));
        }
      }
      injections.scan(
          prompt.getDialect(), body.get(), (surface, finding) -> add(surface, finding, found));
    }
    List<Alert> alerts = new ArrayList<>();
    found.forEach((type, evidence) -> alerts.add(alert(prompt, type, evidence)));
    return alerts;
  }

  private void add(
      PromptText.Surface surface, Finding finding, Map<FindingType, List<Evidence>> found) {
    if (finding.score() >= SCORE_MIN) {
      found
          .computeIfAbsent(finding.type(), type -> new ArrayList<>())
          .add(evidence(surface, finding));
    }
  }

  private Optional<byte[]> open(Prompt prompt) {
    EncryptedContent content = prompt.getContent();
    Optional<ContentCipher> cipher = keys.opener(prompt.getTeam(), content.getKeyId());
    if (cipher.isEmpty()) {
      counters.unreadablePrompt("no-key");
      return Optional.empty();
    }
    try {
      return Optional.of(cipher.get().open(SealedContent.of(content), prompt.getEventId()));
    } catch (UnreadableContentException e) {
      counters.unreadablePrompt("does-not-open");
      return Optional.empty();
    }
  }

  private Evidence evidence(PromptText.Surface surface, Finding finding) {
    Evidence.Builder evidence =
        Evidence.newBuilder()
            .setType(finding.type().text())
            .setSurface(surface.place())
            .setStart(finding.start())
            .setEnd(finding.end())
            .setScore(finding.score())
            .setRule(finding.rule());
    if (finding.type() == FindingType.SECRET) {
      evidence.setKeyedHash(ByteBuffer.wrap(fingerprints.of(finding.in(surface.text()))));
    }
    return evidence.build();
  }

  private static Alert alert(Prompt prompt, FindingType type, List<Evidence> evidence) {
    return Alert.newBuilder()
        .setFindingUid(uid(type) + "/" + prompt.getRequestId())
        .setActivityId(1)
        .setSeverityId(severity(type))
        .setTime(prompt.getReceivedAt())
        .setTitle(title(type))
        .setDescription(
            title(type)
                + " of team "
                + prompt.getTeam()
                + ": found "
                + evidence.size()
                + " time(s)")
        .setType(kind(type))
        .setOrganisation(prompt.getOrganisation())
        .setTeam(prompt.getTeam())
        .setRequestId(prompt.getRequestId())
        .setModel(prompt.getRequestedModel())
        .setEvidence(evidence.stream().limit(max(type)).toList())
        .build();
  }

  private static String kind(FindingType type) {
    return switch (type) {
      case SECRET, INJECTION -> type.text();
      default -> "pii";
    };
  }

  private static String uid(FindingType type) {
    String kind = kind(type);
    return kind.equals("pii") ? kind + "/" + type.text() : kind;
  }

  private static int max(FindingType type) {
    return type == FindingType.SECRET ? SECRETS_MAX : EVIDENCE_MAX;
  }

  /** OCSF severity: 4 is high, 3 medium, 2 low. */
  private static int severity(FindingType type) {
    return switch (type.sensitivity()) {
      case HIGH -> 4;
      case MEDIUM -> 3;
      case LOW -> 2;
    };
  }

  private static String title(FindingType type) {
    return type.title() + " in a prompt";
  }
}
