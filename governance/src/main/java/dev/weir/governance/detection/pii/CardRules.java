package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;

/** Payment cards: a number of a known brand that passes the Luhn check. */
final class CardRules {

  private static final int GROUPED_DIGITS_MIN = 13;

  private static final Check CARD =
      Shape.digitsUpTo(19)
          .and(Shape.ALONE)
          .and((text, start, end, score) -> {
            String digits = Shape.compact(text, start, end);
            boolean grouped = digits.length() < end - start;
            return (grouped && digits.length() < GROUPED_DIGITS_MIN)
                    || !Checksums.luhn(digits)
                    || !CardBrand.issues(digits)
                ? 0
                : score;
          });

  private CardRules() {}

  static List<ScanRule> all() {
    return List.of(
        ScanRule.of(
            "card-luhn-brand",
            FindingType.PAYMENT_CARD,
            0.95,
            new DigitRun(12, 19),
            "\\b(?:\\d{12,19}"
                + "|\\d{4} \\d{6} \\d{4,5}|\\d{4}-\\d{6}-\\d{4,5}"
                + "|\\d{4}(?: \\d{4}){2,3}(?: \\d{1,4})?|\\d{4}(?:-\\d{4}){2,3}(?:-\\d{1,4})?"
                + "|\\d{4}(?:\\.\\d{4}){3})\\b",
            CARD),
        ScanRule.of(
            "card-luhn-words",
            FindingType.PAYMENT_CARD,
            0.7,
            new DigitRun(12, 19),
            "\\b\\d{12,19}\\b",
            Shape.ALONE
                .and(Shape.compact(Checksums::luhn))
                .and(
                    Context.needed(0.7, "credit card", "debit card", "card number", "card", "cc"))),
        ScanRule.of(
            "card-luhn-brand-odd-groups",
            FindingType.PAYMENT_CARD,
            0.6,
            new DigitRun(13, 19),
            "\\b\\d{2,15}(?:(?: \\d{2,15}){1,8}|(?:-\\d{2,15}){1,8})\\b",
            CARD));
  }
}
