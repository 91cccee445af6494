package dev.weir.governance.policy;

import dev.weir.schemas.event.PolicyDocument;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What governs after the versions that were seen so far, and the newest of them that does not. A
 * version comes into force whole or not at all; the first that is seen of a number has it.
 *
 * @param newestSeen the highest number seen, in force or not; 0 before the first
 * @param refused the newest version where it cannot be used
 */
public record PolicyInForce(
    Optional<PolicySnapshot> snapshot, long newestSeen, Optional<Refused> refused) {

  public static final PolicyInForce NONE = new PolicyInForce(Optional.empty(), 0, Optional.empty());

  /**
   * A version that cannot be used, for example because a newer release wrote it.
   *
   * @param key of its record
   * @param why without the policy's text
   */
  public record Refused(long version, String key, String why) {}

  /** The number of the version in force; 0 for none. */
  public long version() {
    return snapshot.map(PolicySnapshot::version).orElse(0L);
  }

  /** What a record makes of this; this itself where it is not newer than all seen. */
  public PolicyInForce after(String key, PolicyDocument document) {
    long number = document.getVersion();
    if (number <= newestSeen) {
      return this;
    }
    return switch (PolicySnapshot.read(document)) {
      case PolicyReading.Valid(var policy) ->
          new PolicyInForce(
              Optional.of(new PolicySnapshot(number, policy)), number, Optional.empty());
      case PolicyReading.Invalid(var problems) ->
          refusing(new Refused(number, key, "has %d problem(s)".formatted(problems.size())));
    };
  }

  /** Notes a record that cannot be read, where it is that of a version newer than all seen. */
  public PolicyInForce unreadable(String key) {
    OptionalLong number = PolicyVersionKey.version(key);
    return number.isPresent() && number.getAsLong() > newestSeen
        ? refusing(new Refused(number.getAsLong(), key, "cannot be read"))
        : this;
  }

  /** Takes back the record with this key where it was the refused one: its number is free again. */
  public PolicyInForce withdrawn(String key) {
    return refused.filter(it -> it.key().equals(key)).isPresent()
        ? new PolicyInForce(snapshot, version(), Optional.empty())
        : this;
  }

  private PolicyInForce refusing(Refused next) {
    return new PolicyInForce(snapshot, next.version(), Optional.of(next));
  }

  /** In one sentence, why the newest version does not govern; nothing where it does. */
  public Optional<String> warning() {
    return refused.map(it ->
        "policy version %d %s and is ignored; version %d stays in force"
            .formatted(it.version(), it.why(), version()));
  }
}
