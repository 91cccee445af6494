package dev.weir.proxy.admin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether requests should be sent here. Views that are old are a warning and no reason: a proxy
 * whose log is away serves teams that spool, all proxies lose the log at once, and to take them all
 * out of service would be the outage that the journal is there to prevent.
 *
 * @param reasons why not; empty when ready
 * @param notices what should be known besides: that the newest version of the policy is not in
 *     force, that orders to stop are
 * @param lagRecords by topic: records that this proxy's views have not taken in, as the log said
 *     when it last answered
 * @param ages by topic: time since the view was last known to lack nothing
 * @param journal nothing where this proxy records nothing
 */
public record Readiness(
    List<String> reasons,
    List<String> notices,
    Map<String, Long> lagRecords,
    Map<String, Duration> ages,
    Optional<Journal> journal) {

  /** The log is asked every few seconds: this means that it did not answer several times. */
  private static final Duration OLD = Duration.ofSeconds(15);

  /** How much the journal holds, and how old the oldest is that the log has not acknowledged. */
  public record Journal(long usedBytes, long maxBytes, double oldestSeconds) {

    private String json() {
      return "{\"bytes\":%d,\"maxBytes\":%d,\"oldestSeconds\":%d}"
          .formatted(usedBytes, maxBytes, Math.round(oldestSeconds));
    }
  }

  public Readiness(List<String> reasons, Map<String, Long> lagRecords, Map<String, Duration> ages) {
    this(reasons, List.of(), lagRecords, ages, Optional.empty());
  }

  public Readiness {
    reasons = List.copyOf(reasons);
    notices = List.copyOf(notices);
    lagRecords = Map.copyOf(lagRecords);
    ages = Map.copyOf(ages);
  }

  boolean isReady() {
    return reasons.isEmpty();
  }

  private List<String> warnings() {
    Stream<String> old =
        new TreeMap<>(ages)
            .entrySet().stream()
                .filter(view -> view.getValue().compareTo(OLD) > 0)
                .map(view ->
                    "what is known of %s is %d s old"
                        .formatted(view.getKey(), view.getValue().toSeconds()));
    return Stream.concat(notices.stream(), old).toList();
  }

  /** Topics, reasons and warnings are Weir's own plain ASCII. */
  String json() {
    return "{\"ready\":%s,\"reasons\":%s,\"warnings\":%s,\"lag\":%s,\"ageSeconds\":%s%s}"
        .formatted(
            isReady(),
            array(reasons),
            array(warnings()),
            byTopic(lagRecords, records -> records),
            byTopic(ages, Duration::toSeconds),
            journal.map(it -> ",\"journal\":" + it.json()).orElse(""));
  }

  private static String array(List<String> texts) {
    return texts.isEmpty() ? "[]" : "[\"" + String.join("\",\"", texts) + "\"]";
  }

  private static <T> String byTopic(Map<String, T> values, Function<T, Long> number) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(each -> "\"" + each.getKey() + "\":" + number.apply(each.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
  }
}
