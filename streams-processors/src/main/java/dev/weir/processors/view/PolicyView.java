package dev.weir.processors.view;

import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.view.View;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force: the highest version that can be read. A document that cannot be read is
 * ignored whole, and the policy before it stays.
 */
final class PolicyView implements View<PolicyEntry>, PolicySource {

  private static final Logger LOGGER = LoggerFactory.getLogger(PolicyView.class);

  private final SecondLook look;
  private volatile GoverningPolicy current = GoverningPolicy.NONE;

  PolicyView(SecondLook look) {
    this.look = look;
  }

  @Override
  public GoverningPolicy atLeast(long version) {
    return look.find(
            "policy " + version,
            () -> Optional.of(current).filter(policy -> policy.version() >= version))
        .orElse(current);
  }

  @Override
  public void replay(String key, @Nullable PolicyEntry entry) {
    if (entry != null
        && entry.getEntry() instanceof PolicyDocument document
        && document.getVersion() > current.version()) {
      read(document);
    }
  }

  private void read(PolicyDocument document) {
    switch (PolicyParser.parse(document.getText())) {
      case PolicyReading.Valid(var policy) ->
          current = new GoverningPolicy(document.getVersion(), policy);
      case PolicyReading.Invalid(var problems) ->
          LOGGER
              .atError()
              .log(
                  "policy version {} has {} problem(s) and is ignored; version {} stays in force",
                  document.getVersion(),
                  problems.size(),
                  current.version());
    }
  }
}
