package dev.weir.standalone.demo;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What the log holds of the story: committed records only. Events that their writers may repeat
 * stand here once, as their readers take them; what the processors write exactly once is here as
 * often as the log has it, so that a doubled record shows. For one thread.
 */
final class Recorded {

  private static final Set<Topic> EXACTLY_ONCE =
      EnumSet.of(Topic.RATED_USAGE, Topic.CHARGEBACK, Topic.SIGHTINGS, Topic.ALERTS, Topic.AUDIT);

  /** OCSF activity id. */
  private static final int CLOSED = 3;

  private final Map<Topic, Map<String, SpecificRecordBase>> distinct = new EnumMap<>(Topic.class);
  private final Map<Topic, List<SpecificRecordBase>> exactlyOnce = new EnumMap<>(Topic.class);
  private final Map<String, Long> spentBefore = new HashMap<>();
  private final Map<String, Alert> openBefore = new LinkedHashMap<>();
  private int leaks;

  /** The same identity again replaces what was there. */
  void add(Topic topic, String key, SpecificRecordBase value) {
    distinct.computeIfAbsent(topic, _ -> new LinkedHashMap<>()).put(identity(key, value), value);
    if (EXACTLY_ONCE.contains(topic)) {
      exactlyOnce.computeIfAbsent(topic, _ -> new ArrayList<>()).add(value);
    }
  }

  /** A quota state from before the story, whose folder may have been used already. */
  void addBefore(String key, QuotaState state) {
    spentBefore.put(key, state.getSpent());
  }

  /** What was told of an alert before the story; one that is still open goes on. */
  void addBefore(Alert alert) {
    if (alert.getActivityId() == CLOSED) {
      openBefore.remove(alert.getFindingUid());
    } else {
      openBefore.put(alert.getFindingUid(), alert);
    }
  }

  /**
   * What the story was told to somebody as, each alert once: those that it raised, and those of
   * before that it went on with, of which nothing new need be said.
   */
  Collection<Alert> alertsInForce() {
    Set<Watched> seen = sightings().stream().map(Watched::by).collect(Collectors.toSet());
    Map<String, Alert> all = new LinkedHashMap<>();
    openBefore.forEach((uid, alert) -> {
      if (seen.contains(Watched.by(alert))) {
        all.put(uid, alert);
      }
    });
    alerts().forEach(alert -> all.put(alert.getFindingUid(), alert));
    return all.values();
  }

  /**
   * What the story took from the quota of each team that has a limit, which in the story is one; a
   * new window may have begun in the middle.
   */
  Map<String, Long> spentByTeam() {
    Map<String, Long> spent = new TreeMap<>();
    distinct
        .getOrDefault(Topic.QUOTA_STATE, Map.of())
        .forEach((key, value) -> {
          QuotaState state = (QuotaState) value;
          spent.merge(
              state.getTeam(),
              state.getSpent() - spentBefore.getOrDefault(key, 0L),
              Math::addExact);
        });
    return spent;
  }

  /** How many different records there are, however often each of them. */
  int distinct(Topic topic) {
    return distinct.getOrDefault(topic, Map.of()).size();
  }

  /** A record that shows content which must not be seen. */
  void addLeak() {
    leaks++;
  }

  int leaks() {
    return leaks;
  }

  List<Prompt> prompts() {
    return all(Topic.PROMPTS, Prompt.class);
  }

  List<ResponseFrame> ends() {
    return all(Topic.RESPONSE_CHUNKS, ResponseFrame.class).stream()
        .filter(frame -> frame.getEnd() != null)
        .toList();
  }

  List<Usage> usages() {
    return all(Topic.TOKEN_COUNTS, Usage.class);
  }

  List<Admission> admissions() {
    return all(Topic.ADMISSIONS, Admission.class);
  }

  List<QuotaState> quotaStates() {
    return all(Topic.QUOTA_STATE, QuotaState.class);
  }

  List<RatedUsage> rated() {
    return each(Topic.RATED_USAGE, RatedUsage.class);
  }

  List<ChargebackRow> charges() {
    return each(Topic.CHARGEBACK, ChargebackRow.class);
  }

  /** Sightings, and what watchers say by themselves. */
  List<AlertSource> alertSources() {
    return each(Topic.SIGHTINGS, AlertSource.class);
  }

  List<Sighting> sightings() {
    return alertSources().stream()
        .flatMap(source -> Stream.ofNullable(source.getSighting()))
        .toList();
  }

  List<Alert> alerts() {
    return each(Topic.ALERTS, Alert.class);
  }

  List<AuditEntry> audit() {
    return each(Topic.AUDIT, AuditEntry.class);
  }

  private <T extends SpecificRecordBase> List<T> all(Topic topic, Class<T> type) {
    return distinct.getOrDefault(topic, Map.of()).values().stream().map(type::cast).toList();
  }

  private <T extends SpecificRecordBase> List<T> each(Topic topic, Class<T> type) {
    return exactlyOnce.getOrDefault(topic, List.of()).stream().map(type::cast).toList();
  }

  private static String identity(AlertSource source) {
    if (source.getSighting() != null) {
      return source.getSighting().getEventId();
    }
    Alert alert = source.getAlert();
    if (alert != null) {
      return alert.getFindingUid() + '/' + alert.getActivityId() + '/' + alert.getTime();
    }
    return "order/" + (source.getOrder() == null ? "" : source.getOrder().getOrderedAt());
  }

  private static String identity(String key, SpecificRecordBase value) {
    return switch (value) {
      case Prompt prompt -> prompt.getEventId();
      case ResponseFrame frame -> frame.getEventId();
      case Usage usage -> usage.getEventId();
      case Admission admission -> admission.getEventId();
      case RatedUsage rated -> rated.getEventId();
      case ChargebackRow row -> row.getXRowId();
      case AlertSource source -> identity(source);
      case Alert alert -> alert.getFindingUid() + "/" + alert.getRevision();
      case AuditEntry entry -> entry.getChain() + "/" + entry.getIndex();
      default -> key;
    };
  }
}
