package dev.weir.governance.policy;

import dev.weir.schemas.event.PolicyDocument;
import java.util.Optional;

/** A policy and its version, as an exchange keeps them. */
public record PolicySnapshot(long version, Policy policy) {

  /**
   * What {@code document} puts in force in the place of {@code version}, whole or not at all;
   * nothing where it is not newer.
   *
   * @throws UnreadablePolicyException where it is newer and does not parse; the policy before stays
   */
  public static Optional<PolicySnapshot> newerThan(long version, PolicyDocument document) {
    if (document.getVersion() <= version) {
      return Optional.empty();
    }
    return switch (PolicyParser.parse(document.getText())) {
      case PolicyReading.Valid(var policy) ->
          Optional.of(new PolicySnapshot(document.getVersion(), policy));
      case PolicyReading.Invalid(var problems) ->
          throw new UnreadablePolicyException(
              "policy version %d has %d problem(s) and is ignored; version %d stays in force"
                  .formatted(document.getVersion(), problems.size(), version));
    };
  }
}
