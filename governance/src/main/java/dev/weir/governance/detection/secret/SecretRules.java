package dev.weir.governance.detection.secret;

import dev.weir.governance.detection.ScanRule;
import dev.weir.governance.detection.TextScan;
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

  /** A scan for all of them; one for the process, since a new one takes a second to build. */
  public static TextScan scan() {
    return Scan.ALL_RULES;
  }

  private static final class Scan {

    static final TextScan ALL_RULES = TextScan.of(all());
  }
}
