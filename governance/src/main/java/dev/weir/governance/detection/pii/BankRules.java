package dev.weir.governance.detection.pii;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Anchor.Literals;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Accounts and banks. */
final class BankRules {

  /** Lengths of IBANs by country (ISO 13616 registry). */
  private static final String IBAN_LENGTHS =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18"
          + "FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21"
          + "LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24"
          + "SC31SD18SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20BI27DJ27FK18HN28MN20"
          + "NI28OM23RU33SO23YE30";

  private static final Set<String> COUNTRIES = Set.copyOf(Arrays.asList(Locale.getISOCountries()));

  private BankRules() {}

  static List<ScanRule> all() {
    return List.of(
        ScanRule.of(
            "iban-mod97",
            FindingType.IBAN,
            0.95,
            new DigitRun(8, 34, 18, 24),
            "(?i)\\b[A-Z]{2}\\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\\b",
            Shape.compact(BankRules::isIban)),
        after(
            "swift-bic",
            "\\b(?i:swift|bic)(?i:[ /-]?(?:code|bic))?\\W{1,3}(?:is\\W)?([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\\b",
            0.8,
            "swift",
            "bic"),
        ScanRule.of(
            "aba-routing",
            FindingType.BANK_ID,
            0.85,
            new DigitRun(9, 9),
            "\\b[0-36-8]\\d{8}\\b",
            Shape.ALONE
                .and(
                    Shape.compact(
                        id -> Checksums.weighted(id, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0))
                .and(Context.needed(0.85, "routing", "aba", "rtn", "transit"))),
        ScanRule.of(
            "uk-sort-code",
            FindingType.BANK_ID,
            0.8,
            new DigitRun(6, 6),
            "\\b\\d{2}[ -]?\\d{2}[ -]?\\d{2}\\b",
            Context.needed(0.8, "sort code", "sort-code", "sortcode")),
        ScanRule.of(
            "account-number",
            FindingType.BANK_ID,
            0.65,
            new DigitRun(6, 17),
            "\\b\\d{6,17}\\b|\\b\\d{2,6}(?:[ -]\\d{2,6}){1,4}\\b",
            Shape.ALONE.and(
                Context.needed(
                    0.65,
                    "account number",
                    "account no",
                    "acct",
                    "bank account",
                    "kontonummer",
                    "sort code"))));
  }

  private static ScanRule after(String id, String regex, double score, String... words) {
    return new ScanRule(
        id,
        FindingType.BANK_ID,
        score,
        new Literals(List.of(words), 2, 36),
        Pattern.compile(regex),
        1,
        Shape.compact(bic -> COUNTRIES.contains(bic.substring(4, 6))));
  }

  /** ISO 13616: the length that the country has, and a rest of 1 by 97 with its head at the end. */
  static boolean isIban(String iban) {
    int country = IBAN_LENGTHS.indexOf(iban.substring(0, 2));
    return country >= 0
        && Integer.parseInt(IBAN_LENGTHS, country + 2, country + 4, 10) == iban.length()
        && Checksums.mod97(iban.substring(4) + iban.substring(0, 4)) == 1;
  }
}
