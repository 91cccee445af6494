package dev.weir.governance.detection.secret;

import dev.weir.governance.detection.ScanRule;
import java.util.List;
import java.util.stream.Stream;

/** All rules that find secrets, in the order in which one is preferred where two find the same. */
public final class SecretRules {

  private SecretRules() {}

  /** Rules for {@code TextScan}, alone or beside others. */
  public static List<ScanRule> all() {
    return Stream.of(
            PrivateKeys.RULES.stream(),
            CloudTokens.RULES.stream().flatMap(List::stream),
            CodeTokens.RULES.stream().flatMap(List::stream),
            ModelTokens.RULES.stream(),
            BusinessTokens.RULES.stream().flatMap(List::stream),
            WebTokens.RULES.stream(),
            PasswordHashes.RULES.stream(),
            Logins.RULES.stream(),
            Assignments.RULES.stream(),
            ToldSecrets.RULES.stream())
        .flatMap(rules -> rules)
        .toList();
  }
}
