package dev.weir.standalone.statement;

import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.statement.Sharing;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.standalone.control.ControlLog;
import dev.weir.standalone.control.PolicyVersions;
import dev.weir.standalone.process.StartException;
import java.util.List;
import java.util.Set;

/** What the versions of the policy say of teams and shared costs. */
final class PolicyHistory {

  private final List<PolicyDocument> versions;

  PolicyHistory(ControlLog log) {
    versions = PolicyVersions.in(log);
  }

  /** The number of the version that governs; 0 where none was ever applied. */
  long newest() {
    return versions.isEmpty() ? 0 : versions.getLast().getVersion();
  }

  /** The teams that a version knows. */
  List<String> teams(long version) {
    return version == 0
        ? List.of()
        : policy(version).teams().keySet().stream().map(team -> team.value()).sorted().toList();
  }

  /** How a version splits shared costs among the statements of a group. */
  Sharing sharing(long version, Set<String> group) {
    if (version == 0) {
      return new Sharing("", 0, List.of(), group);
    }
    Policy policy = policy(version);
    return new Sharing(policy.organisation(), version, policy.sharedCosts(), group);
  }

  /** To go without its shared costs would be a wrong bill. */
  private Policy policy(long version) {
    PolicyDocument document =
        versions.stream()
            .filter(each -> each.getVersion() == version)
            .findFirst()
            .orElseThrow(
                () -> new StartException("the log has no version " + version + " of the policy"));
    return switch (PolicyParser.parse(document.getText())) {
      case PolicyReading.Valid(Policy policy) -> policy;
      case PolicyReading.Invalid(var problems) ->
          throw new StartException(
              "version %d of the policy cannot be used by this release: %s"
                  .formatted(version, problems.getFirst()));
    };
  }
}
