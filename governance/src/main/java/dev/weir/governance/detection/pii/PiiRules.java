package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.ScanRule;
import java.util.List;
import java.util.stream.Stream;

/** All rules for what tells who somebody is. */
public final class PiiRules {

  private static final List<ScanRule> ALL =
      Stream.of(
              NetworkRules.all(),
              CardRules.all(),
              BankRules.all(),
              WalletRules.all(),
              DocumentRules.all(),
              BirthDateRules.all(),
              NationalIdRules.all(),
              MedicalRules.all(),
              PhoneRules.all())
          .flatMap(List::stream)
          .toList();

  private PiiRules() {}

  /** The rules; where two find the same place with one score, the first of them wins. */
  public static List<ScanRule> all() {
    return ALL;
  }
}
