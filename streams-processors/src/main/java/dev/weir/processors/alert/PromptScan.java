package dev.weir.processors.alert;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.TextScan;
import dev.weir.governance.privacy.ContentCipher;
import dev.weir.governance.privacy.SealedContent;
import dev.weir.governance.privacy.SecretFingerprints;
import dev.weir.governance.privacy.UnreadableContentException;
import dev.weir.processors.view.KeySource;
import dev.weir.schemas.event.EncryptedContent;
import dev.weir.schemas.event.Evidence;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Sighting;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens a prompt, lets the detectors read it, and says what was found where. */
final class PromptScan {

  /** Below it a finding is a guess that nobody should be called for. */
  private static final double SCORE_MIN = 0.5;

  /** More places than these do not make an alert more useful. */
  private static final int EVIDENCE_MAX = 100;

  /** Secrets of one prompt that have a sighting each; those beyond it share one. */
  private static final int SECRETS_MAX = 100;

  /** Each is looked for by its hash, so more are kept; about 150 bytes each. */
  private static final int OTHER_SECRETS_MAX = 1_000;

  private static final String OTHER_SECRETS = "beyond-100";
  private static final int HASH_DIGITS = 16;

  /**
   * So many chars do the patterns of a detector read of one prompt, however hostile it is: some
   * four seconds. Everything else that the task does waits for it, and its transaction ends after
   * ten. What comes after is not found.
   */
  private static final long CHARS_READ_MAX = 32L * 1024 * 1024;

  private final KeySource keys;
  private final List<Detector> detectors;
  private final Optional<InjectionScan> injections;
  private final SecretFingerprints fingerprints;
  private final Consumer<String> unreadable;

  /**
   * A scan.
   *
   * @param unreadable is told why a prompt could not be opened
   */
  PromptScan(
      KeySource keys,
      List<Detector> detectors,
      Optional<InjectionScan> injections,
      SecretFingerprints fingerprints,
      Consumer<String> unreadable) {
    this.keys = keys;
    this.detectors = List.copyOf(detectors);
    this.injections = injections;
    this.fingerprints = fingerprints;
    this.unreadable = unreadable;
  }

  /** One sighting per type that was found, and one per secret. */
  List<Sighting> sightings(Prompt prompt) {
    Map<FindingType, List<Evidence>> found = new EnumMap<>(FindingType.class);
    Optional<byte[]> body = open(prompt);
    if (body.isPresent()) {
      List<PromptText.Surface> surfaces = PromptText.of(body.get());
      detectors.forEach(detector -> scan(detector, surfaces, found));
      injections.ifPresent(it ->
          it.scan(
              prompt.getDialect(), body.get(), (surface, finding) -> add(surface, finding, found)));
    }
    List<Sighting> sightings = new ArrayList<>();
    found.forEach((type, evidence) -> {
      if (type == FindingType.SECRET) {
        secrets(evidence)
            .forEach((subject, places) -> sightings.add(sighting(prompt, type, subject, places)));
      } else {
        sightings.add(sighting(prompt, type, type.text(), first(evidence, EVIDENCE_MAX)));
      }
    });
    return sightings;
  }

  /** By what tells one secret from another. */
  private static Map<String, List<Evidence>> secrets(List<Evidence> evidence) {
    Map<String, List<Evidence>> secrets = new LinkedHashMap<>();
    for (Evidence each : evidence) {
      String secret = each.getRule() + '/' + digits(each.getKeyedHash());
      boolean own = secrets.containsKey(secret) || secrets.size() < SECRETS_MAX;
      List<Evidence> places =
          secrets.computeIfAbsent(own ? secret : OTHER_SECRETS, _ -> new ArrayList<>());
      if (places.size() < (own ? EVIDENCE_MAX : OTHER_SECRETS_MAX)) {
        places.add(each);
      }
    }
    return secrets;
  }

  private static String digits(@Nullable ByteBuffer hash) {
    if (hash == null) {
      return "";
    }
    byte[] first = new byte[Math.min(HASH_DIGITS / 2, hash.remaining())];
    hash.duplicate().get(first);
    return HexFormat.of().formatHex(first);
  }

  private static List<Evidence> first(List<Evidence> evidence, int max) {
    return evidence.stream().limit(max).toList();
  }

  private void scan(
      Detector detector,
      List<PromptText.Surface> surfaces,
      Map<FindingType, List<Evidence>> found) {
    var effort = new TextScan.Effort(CHARS_READ_MAX);
    for (PromptText.Surface surface : surfaces) {
      if (detector instanceof TextScan patterns) {
        surface.read(text -> patterns.scan(text, effort)).forEach(it -> add(surface, it, found));
      } else if (surface.mayHoldNames()) {
        detector.scan(surface.text()).forEach(it -> add(surface, it, found));
      }
    }
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
      unreadable.accept("no-key");
      return Optional.empty();
    }
    try {
      return Optional.of(cipher.get().open(SealedContent.of(content), prompt.getEventId()));
    } catch (UnreadableContentException e) {
      unreadable.accept("does-not-open");
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

  private static Sighting sighting(
      Prompt prompt, FindingType type, String subject, List<Evidence> evidence) {
    String kind = kind(type);
    return Sighting.newBuilder()
        .setEventId(kind + '/' + subject + '/' + prompt.getRequestId())
        .setTime(prompt.getReceivedAt())
        .setOrganisation(prompt.getOrganisation())
        .setTeam(prompt.getTeam())
        .setType(kind)
        .setSubject(subject)
        .setSeverityId(severity(type))
        .setTitle(title(type))
        .setDescription(
            title(type)
                + " of team "
                + prompt.getTeam()
                + ": found "
                + evidence.size()
                + " time(s)")
        .setRequestId(prompt.getRequestId())
        .setModel(prompt.getRequestedModel())
        .setEvidence(evidence)
        .build();
  }

  private static String kind(FindingType type) {
    return switch (type) {
      case SECRET, INJECTION -> type.text();
      default -> "pii";
    };
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
