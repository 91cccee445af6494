package dev.weir.governance.policy;

import dev.weir.schemas.event.PolicyDocument;
import java.util.Optional;

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
   * @param why without the policy's text
   */
  public record Refused(long version, String why) {}

  /** The number of the version in force; 0 for none. */
  public long version() {
    return snapshot.map(PolicySnapshot::version).orElse(0L);
  }

  /** What {@code document} makes of this; this itself where it is not newer than all seen. */
  public PolicyInForce after(PolicyDocument document) {
    long number = document.getVersion();
    if (number <= newestSeen) {
      return this;
    }
    return switch (PolicySnapshot.read(document)) {
      case PolicyReading.Valid(var policy) ->
          new PolicyInForce(
              Optional.of(new PolicySnapshot(number, policy)), number, Optional.empty());
      case PolicyReading.Invalid(var problems) ->
          refusing(number, "has %d problem(s)".formatted(problems.size()));
    };
  }

  /** Notes that a version cannot be used; this itself where it is not newer than all seen. */
  public PolicyInForce refusing(long number, String why) {
    return number <= newestSeen
        ? this
        : new PolicyInForce(snapshot, number, Optional.of(new Refused(number, why)));
  }

  /** In one sentence, why the newest version does not govern; nothing where it does. */
  public Optional<String> warning() {
    return refused.map(it ->
        "policy version %d %s and is ignored; version %d stays in force"
            .formatted(it.version(), it.why(), version()));
  }
}
