package dev.weir.governance.guard;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.ScanRule;
import dev.weir.governance.detection.pii.PiiRules;
import dev.weir.governance.detection.secret.SecretRules;
import dev.weir.governance.firewall.Firewall;
import dev.weir.governance.firewall.InjectionDetector;
import dev.weir.governance.firewall.Provenance;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The detectors that guards look with, and the ids of their rules, by which policies name them. */
public final class InlineDetectors {

  private InlineDetectors() {}

  /**
   * Made with some work, once in a process. Each may be used by many threads. Two scans, since one
   * names each place once: a secret counts wherever it stands.
   */
  public static List<Detector> all() {
    return Made.DETECTORS;
  }

  /** The ids of all rules. */
  public static Set<String> rules() {
    return Ids.ALL;
  }

  private static final class Made {

    static final List<Detector> DETECTORS =
        List.of(
            PiiRules.scan(),
            SecretRules.scan(),
            new InjectionDetector(Firewall.load(), Provenance.USER));
  }

  /** Apart from the detectors: who reads a policy needs no model. */
  private static final class Ids {

    static final Set<String> ALL = ids();

    private static Set<String> ids() {
      Set<String> ids = new TreeSet<>();
      PiiRules.all().stream().map(ScanRule::id).forEach(ids::add);
      SecretRules.all().stream().map(ScanRule::id).forEach(ids::add);
      return Collections.unmodifiableSet(ids);
    }
  }
}
