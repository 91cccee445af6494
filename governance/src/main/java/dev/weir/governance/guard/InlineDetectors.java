package dev.weir.governance.guard;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.ScanRule;
import dev.weir.governance.detection.TextScan;
import dev.weir.governance.detection.pii.PiiRules;
import dev.weir.governance.detection.secret.SecretRules;
import dev.weir.governance.firewall.Firewall;
import dev.weir.governance.firewall.InjectionDetector;
import dev.weir.governance.firewall.Provenance;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The detectors that guards look with, and the ids of their rules, by which policies name them. */
public final class InlineDetectors {

  private InlineDetectors() {}

  /**
   * Made with some work. Each may be used by many threads. Two scans, since one names each place
   * once: a secret counts wherever it stands.
   */
  public static List<Detector> all() {
    return List.of(
        TextScan.of(PiiRules.all()),
        TextScan.of(SecretRules.all()),
        new InjectionDetector(Firewall.load(), Provenance.USER));
  }

  /** The ids of all rules. */
  public static Set<String> rules() {
    Set<String> ids = new TreeSet<>();
    PiiRules.all().stream().map(ScanRule::id).forEach(ids::add);
    SecretRules.all().stream().map(ScanRule::id).forEach(ids::add);
    return ids;
  }
}
