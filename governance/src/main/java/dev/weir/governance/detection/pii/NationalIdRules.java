package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.ScanRule;
import java.util.List;

/** National identity and tax numbers with their check digits, by country (ISO 3166). */
final class NationalIdRules {

  private NationalIdRules() {}

  static List<ScanRule> all() {
    IdRuleList rules = new IdRuleList();
    EuropeanIdRules.addTo(rules);
    OverseasIdRules.addTo(rules);
    FurtherIdRules.addTo(rules);
    return rules.rules();
  }
}
