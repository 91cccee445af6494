package dev.weir.proxy.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether requests should be sent here.
 *
 * @param reasons why not; empty when ready
 * @param lagRecords by topic: records that this proxy's views have not taken in yet
 * @param journal nothing where this proxy records nothing
 */
public record Readiness(
    List<String> reasons, Map<String, Long> lagRecords, Optional<Journal> journal) {

  /** How much the journal holds, and how old the oldest is that the log has not acknowledged. */
  public record Journal(long usedBytes, long maxBytes, double oldestSeconds) {}

  public Readiness(List<String> reasons, Map<String, Long> lagRecords) {
    this(reasons, lagRecords, Optional.empty());
  }

  public Readiness {
    reasons = List.copyOf(reasons);
    lagRecords = Map.copyOf(lagRecords);
  }

  boolean isReady() {
    return reasons.isEmpty();
  }

  /** Topics and reasons are Weir's own plain ASCII. */
  String json() {
    StringBuilder json =
        new StringBuilder("{\"ready\":").append(isReady()).append(",\"reasons\":[");
    for (int i = 0; i < reasons.size(); i++) {
      json.append(i == 0 ? "\"" : ",\"").append(reasons.get(i)).append('"');
    }
    json.append("],\"lag\":{");
    String separator = "\"";
    for (var lag : new TreeMap<>(lagRecords).entrySet()) {
      json.append(separator).append(lag.getKey()).append("\":").append(lag.getValue());
      separator = ",\"";
    }
    json.append('}');
    journal.ifPresent(it ->
        json.append(",\"journal\":{\"bytes\":")
            .append(it.usedBytes())
            .append(",\"maxBytes\":")
            .append(it.maxBytes())
            .append(",\"oldestSeconds\":")
            .append(Math.round(it.oldestSeconds()))
            .append('}'));
    return json.append('}').toString();
  }
}
