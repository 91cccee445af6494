package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.ScanRule;
import dev.weir.governance.detection.TextScan;
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

  /** A scan for all of them; one for the process, since a new one takes a second to build. */
  public static TextScan scan() {
    return Scan.ALL_RULES;
  }

  private static final class Scan {

    static final TextScan ALL_RULES = TextScan.of(ALL);
  }
}
