package dev.weir.governance.guard;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.EmailAddressDetector;
import dev.weir.governance.detection.PaymentCardDetector;
import dev.weir.governance.detection.ScanRule;
import dev.weir.governance.detection.TextScan;
import dev.weir.governance.detection.secret.SecretRules;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The detectors that guards look with, and the ids of their rules, by which policies name them. */
public final class InlineDetectors {

  private InlineDetectors() {}

  /** Made with some work. Each may be used by many threads. */
  public static List<Detector> all() {
    return List.of(
        new PaymentCardDetector(), new EmailAddressDetector(), TextScan.of(SecretRules.all()));
  }

  /** The ids of all rules. */
  public static Set<String> rules() {
    Set<String> ids =
        new TreeSet<>(
            Set.of(
                "email-or-login",
                "email-dot-atom",
                "card-luhn-brand",
                "card-luhn-brand-odd-groups"));
    SecretRules.all().stream().map(ScanRule::id).forEach(ids::add);
    return ids;
  }
}
