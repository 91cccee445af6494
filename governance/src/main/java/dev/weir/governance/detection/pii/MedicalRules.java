package dev.weir.governance.detection.pii;

import static dev.weir.governance.detection.pii.Checksums.digit;
import static dev.weir.governance.detection.pii.Checksums.weighted;

import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;

/** Numbers of patients, of those who treat them, and of what they are insured by. */
final class MedicalRules {

  private static final String MBI_LETTER = "[AC-HJKMNP-RT-Y]";
  private static final String MBI_ANY = "[0-9AC-HJKMNP-RT-Y]";

  private MedicalRules() {}

  static List<ScanRule> all() {
    return List.of(
        rule(
            "uk-nhs",
            10,
            10,
            "\\d{3}[ -]?\\d{3}[ -]?\\d{4}",
            Shape.compact(MedicalRules::isNhs)
                .and(Context.needed(0.85, "nhs", "national health", "patient", "health number"))),
        rule(
            "us-npi",
            10,
            10,
            "[12]\\d{9}",
            Shape.compact(id -> Checksums.luhn("80840" + id))
                .and(Context.needed(0.85, "npi", "national provider", "provider"))),
        rule(
            "us-dea",
            7,
            7,
            "[ABCDEFGHJKLMPRSTUX][A-Z9]\\d{7}",
            Shape.compact(MedicalRules::isDea)
                .and(Context.scored(0.6, 0.9, List.of("dea", "prescriber", "registration")))),
        rule(
            "us-mbi",
            4,
            11,
            "[1-9]"
                + MBI_LETTER
                + MBI_ANY
                + "\\d-?"
                + MBI_LETTER
                + MBI_ANY
                + "\\d-?"
                + MBI_LETTER
                + MBI_LETTER
                + "\\d{2}",
            Context.scored(0.7, 0.9, List.of("medicare", "mbi", "beneficiary"))),
        rule(
            "de-kvnr",
            9,
            9,
            "[A-Z]\\d{9}",
            Shape.compact(MedicalRules::isKvnr)
                .and(
                    Context.scored(
                        0.4, 0.85, List.of("kvnr", "versichertennummer", "krankenver")))),
        rule(
            "au-medicare",
            10,
            10,
            "[2-6]\\d{3} ?\\d{5} ?\\d",
            Shape.compact(id -> weighted(id, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == digit(id, 8))
                .and(Context.needed(0.85, "medicare"))),
        rule(
            "medical-record",
            5,
            12,
            "(?:[A-Z]{1,3}-?)?\\d{5,12}",
            Context.needed(0.7, "mrn", "medical record", "patient id", "patient number")));
  }

  private static ScanRule rule(String id, int min, int max, String regex, Check check) {
    return ScanRule.of(
        id,
        FindingType.MEDICAL_ID,
        0.8,
        new DigitRun(min, max, 4, 2),
        "\\b(?:" + regex + ")\\b",
        Shape.ALONE.and(check));
  }

  /** NHS number: the tenth digit is 11 less the weighted rest. */
  static boolean isNhs(String id) {
    int check = 11 - weighted(id, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return (check == 11 ? 0 : check) == digit(id, 9);
  }

  /** DEA registration number. */
  static boolean isDea(String id) {
    String digits = id.substring(2);
    return weighted(digits, 1, 2, 1, 2, 1, 2) % 10 == digit(digits, 6);
  }

  /** Krankenversichertennummer: its letter counts as two digits, then every second twice. */
  static boolean isKvnr(String id) {
    int letter = id.charAt(0) - 'A' + 1;
    String digits = (letter < 10 ? "0" : "") + letter + id.substring(1);
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      int value = digit(digits, i) * (1 + i % 2);
      sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == digit(digits, 10);
  }
}
