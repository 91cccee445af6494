package dev.weir.standalone.control;

import dev.weir.governance.policy.PolicyVersionKey;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The versions of the policy in the log. Each has a key of its own, so compaction keeps them all;
 * the topic has one partition, so everybody sees them in the same order, and the first record of a
 * number is that version. Whoever wrote a later one has lost the number and takes the next.
 */
public final class PolicyVersions {

  private final ControlLog log;
  private final RandomGenerator random;

  PolicyVersions(ControlLog log, RandomGenerator random) {
    this.log = log;
    this.random = random;
  }

  /** All of them, the oldest first. */
  List<PolicyDocument> all() {
    return in(log);
  }

  /** The versions of a log, the oldest first. */
  public static List<PolicyDocument> in(ControlLog log) {
    Set<Long> numbers = new HashSet<>();
    List<PolicyDocument> all = new ArrayList<>();
    for (PolicyEntry entry : entries(log).values()) {
      if (entry.getEntry() instanceof PolicyDocument document
          && numbers.add(document.getVersion())) {
        all.add(document);
      }
    }
    return all.stream().sorted(Comparator.comparingLong(PolicyDocument::getVersion)).toList();
  }

  /** The one that governs; nothing where none was ever published. */
  Optional<PolicyDocument> newest() {
    List<PolicyDocument> all = all();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /**
   * Writes the document under its number; false where another has the number, and then nothing
   * stays of this one.
   */
  boolean claim(PolicyDocument document) {
    String key = PolicyVersionKey.of(document.getVersion(), Ids.next(random));
    log.write(Topic.POLICY, key, PolicyEntry.newBuilder().setEntry(document).build());
    if (holder(document.getVersion()).equals(Optional.of(key))) {
      return true;
    }
    log.write(Topic.POLICY, key, null);
    return false;
  }

  private Optional<String> holder(long version) {
    return entries(log).entrySet().stream()
        .filter(each ->
            each.getValue().getEntry() instanceof PolicyDocument document
                && document.getVersion() == version)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Map<String, PolicyEntry> entries(ControlLog log) {
    return log.read(Topic.POLICY, PolicyEntry.class);
  }
}
