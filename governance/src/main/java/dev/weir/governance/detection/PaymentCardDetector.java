package dev.weir.governance.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds payment card numbers: 13 to 19 digits of a known brand that pass the Luhn check (ISO/IEC
 * 7812-1, annex B), in one run or in groups of at least two digits with one kind of separator.
 *
 * <p>A number that touches an ASCII letter, a digit, an underscore or a decimal point is part of
 * something else. Digits of any script count; other letters may touch, since many scripts write no
 * spaces.
 */
public final class PaymentCardDetector implements Detector {

  private static final int DIGITS_MIN = 13;
  private static final int DIGITS_MAX = 19;

  @Override
  public List<Finding> scan(CharSequence text) {
    List<Finding> findings = new ArrayList<>();
    CodePointOffsets offsets = new CodePointOffsets(text);
    int position = 0;
    while (position < text.length()) {
      Optional<Candidate> card =
          beginsNumber(text, position) ? longestCard(text, position) : Optional.empty();
      if (card.isPresent()) {
        int start = offsets.at(position);
        position = card.get().end();
        findings.add(finding(card.get(), start, offsets.at(position)));
      } else {
        position++;
      }
    }
    return List.copyOf(findings);
  }

  private static Finding finding(Candidate card, int start, int end) {
    return card.regular()
        ? new Finding(FindingType.PAYMENT_CARD, start, end, 0.95, "card-luhn-brand")
        : new Finding(FindingType.PAYMENT_CARD, start, end, 0.6, "card-luhn-brand-odd-groups");
  }

  private static boolean beginsNumber(CharSequence text, int position) {
    if (digit(text, position) < 0) {
      return false;
    }
    return position == 0
        || !(glues(text, position - 1)
            || (isPoint(text.charAt(position - 1)) && digit(text, position - 2) >= 0));
  }

  /** Reads at most {@value #DIGITS_MAX} digits, so that a scan stays linear. */
  private static Optional<Candidate> longestCard(CharSequence text, int start) {
    Optional<Candidate> longest = Optional.empty();
    byte[] digits = new byte[DIGITS_MAX];
    int count = 0;
    int group = 0;
    boolean fours = true;
    char separator = 0;
    int position = start;
    while (count < DIGITS_MAX && digit(text, position) >= 0) {
      digits[count++] = (byte) digit(text, position++);
      group++;
      if (count >= DIGITS_MIN && endsNumber(text, position) && isCard(digits, count)) {
        boolean regular = separator == 0 || fours || (count <= 15 && group >= 4);
        longest = Optional.of(new Candidate(position, regular));
      }
      if (group >= 2 && isSeparator(text, position, separator) && digit(text, position + 1) >= 0) {
        separator = text.charAt(position++);
        fours &= group == 4;
        group = 0;
      }
    }
    return longest;
  }

  private static boolean endsNumber(CharSequence text, int end) {
    return end == text.length()
        || !(glues(text, end) || (isPoint(text.charAt(end)) && digit(text, end + 1) >= 0));
  }

  private static boolean isCard(byte[] digits, int count) {
    return CardBrand.issues(digits, count) && passesLuhn(digits, count);
  }

  static boolean passesLuhn(byte[] digits, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i];
      int value = i % 2 == 1 ? digit * 2 : digit;
      sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
  }

  private static int digit(CharSequence text, int position) {
    return position < 0 || position >= text.length()
        ? -1
        : Character.digit(text.charAt(position), 10);
  }

  /** What makes a number part of a longer word. */
  private static boolean glues(CharSequence text, int position) {
    char c = text.charAt(position);
    return c == '_'
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || Character.digit(c, 10) >= 0;
  }

  private static boolean isPoint(char c) {
    return c == '.' || c == ',';
  }

  private static boolean isSeparator(CharSequence text, int position, char before) {
    if (position >= text.length()) {
      return false;
    }
    char c = text.charAt(position);
    boolean separates = c == ' ' || c == '-' || c == '\u00a0' || c == '\u2010' || c == '\u2011';
    return separates && (before == 0 || before == c);
  }

  /** A card number up to {@code end}; {@code regular} when it is grouped as printed on cards. */
  private record Candidate(int end, boolean regular) {}
}
