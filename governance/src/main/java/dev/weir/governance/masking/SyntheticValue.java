package dev.weir.governance.masking;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Invents values that look like others and belong to nobody: cards in ranges that processors keep
 * for tests (with a valid Luhn digit), telephone numbers 555-01xx (set apart for fiction by the
 * North American Numbering Plan), addresses at example.com (RFC 2606), IP addresses for
 * documentation (RFC 5737, RFC 3849), IBANs of bank 0000 with right check digits (ISO 13616). Of
 * any other type: digits for digits and letters for letters.
 *
 * <p>What is invented follows from key, type and value alone, and is the same in the next request.
 */
final class SyntheticValue {

  /** What is longer gets a placeholder. */
  static final int CHARACTERS_MAX = 128;

  /** With fewer letters and digits, one would soon meet it by chance. */
  private static final int ALPHANUMERIC_MIN = 8;

  private static final String HOST_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  private final MaskingKey key;

  SyntheticValue(MaskingKey key) {
    this.key = key;
  }

  /** The value's {@code attempt}-th invented one; nothing where there is none of its format. */
  Optional<String> of(String label, String value, int attempt) {
    if (value.length() > CHARACTERS_MAX) {
      return Optional.empty();
    }
    long seed = ByteBuffer.wrap(key.digest(label + '/' + attempt, value)).getLong();
    SplittableRandom random = new SplittableRandom(seed);
    return switch (label) {
      case "PAYMENT_CARD" -> card(value, random);
      case "EMAIL_ADDRESS" -> Optional.of(email(random));
      case "PHONE_NUMBER" -> Optional.of(phone(random));
      case "IBAN" -> iban(value, random);
      case "IP_ADDRESS" -> Optional.of(address(value, random));
      default -> sameShape(value, random);
    };
  }

  private static String email(SplittableRandom random) {
    StringBuilder out = new StringBuilder("user-");
    for (int i = 0; i < 8; i++) {
      out.append(HOST_CHARACTERS.charAt(random.nextInt(HOST_CHARACTERS.length())));
    }
    return out.append("@example.com").toString();
  }

  private static String phone(SplittableRandom random) {
    int area = 200 + 100 * random.nextInt(8) + 10 * random.nextInt(9) + random.nextInt(10);
    return "+1-" + area + "-555-01" + random.nextInt(10) + random.nextInt(10);
  }

  private static String address(String value, SplittableRandom random) {
    if (value.indexOf(':') >= 0) {
      return "2001:db8:"
          + Integer.toHexString(0x1000 + random.nextInt(0xf000))
          + ':'
          + Integer.toHexString(0x1000 + random.nextInt(0xf000))
          + "::"
          + Integer.toHexString(0x1000 + random.nextInt(0xf000));
    }
    String[] networks = {"192.0.2.", "198.51.100.", "203.0.113."};
    // Of three digits, so that none begins with another.
    return networks[random.nextInt(networks.length)] + (100 + random.nextInt(155));
  }

  private static Optional<String> card(String value, SplittableRandom random) {
    int count = (int) value.chars().filter(Character::isDigit).count();
    if (count < 13 || count > 19) {
      return Optional.empty();
    }
    int first =
        value
            .chars()
            .filter(Character::isDigit)
            .map(c -> Character.digit(c, 10))
            .findFirst()
            .orElse(4);
    String range = count == 15 ? "378282" : count == 16 && first == 5 ? "555555" : "400000";
    int[] digits = new int[count];
    for (int i = 0; i < count - 1; i++) {
      digits[i] = i < range.length() ? range.charAt(i) - '0' : random.nextInt(10);
    }
    digits[count - 1] = luhnDigit(digits);
    StringBuilder out = new StringBuilder(value.length());
    int next = 0;
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      out.append(Character.isDigit(each) ? (char) ('0' + digits[next++]) : each);
    }
    return Optional.of(out.toString());
  }

  /** The last digit that makes them pass (ISO/IEC 7812-1, annex B). */
  private static int luhnDigit(int[] digits) {
    int sum = 0;
    for (int i = digits.length - 2; i >= 0; i--) {
      boolean twice = (digits.length - 1 - i) % 2 == 1;
      int digit = twice ? digits[i] * 2 : digits[i];
      sum += digit > 9 ? digit - 9 : digit;
    }
    return (10 - sum % 10) % 10;
  }

  private static Optional<String> iban(String value, SplittableRandom random) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      if (isAsciiAlphanumeric(value.charAt(i))) {
        plain.append(Character.toUpperCase(value.charAt(i)));
      }
    }
    if (plain.length() < 15 || plain.length() > 34) {
      return Optional.empty();
    }
    for (int i = 4; i < plain.length(); i++) {
      boolean bank = i < 8;
      plain.setCharAt(
          i,
          Character.isDigit(plain.charAt(i))
              ? (char) ('0' + (bank ? 0 : random.nextInt(10)))
              : (char) ('A' + random.nextInt(26)));
    }
    int check = 98 - remainder(plain.substring(4) + plain.substring(0, 2) + "00");
    plain.setCharAt(2, (char) ('0' + check / 10));
    plain.setCharAt(3, (char) ('0' + check % 10));
    StringBuilder out = new StringBuilder(value.length());
    int next = 0;
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      out.append(isAsciiAlphanumeric(each) ? plain.charAt(next++) : each);
    }
    return Optional.of(out.toString());
  }

  /** Modulo 97, letters as the numbers from 10 (ISO 7064). */
  private static int remainder(String text) {
    int remainder = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), 36);
      remainder = (remainder * (digit > 9 ? 100 : 10) + digit) % 97;
    }
    return remainder;
  }

  private static Optional<String> sameShape(String value, SplittableRandom random) {
    StringBuilder out = new StringBuilder(value.length());
    int alphanumeric = 0;
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      if (Character.isSurrogate(each)) {
        return Optional.empty();
      }
      boolean known = isAsciiAlphanumeric(each);
      alphanumeric += known ? 1 : 0;
      out.append(!known ? each : other(each, random));
    }
    return alphanumeric < ALPHANUMERIC_MIN ? Optional.empty() : Optional.of(out.toString());
  }

  private static char other(char each, SplittableRandom random) {
    if (each <= '9') {
      return (char) ('0' + random.nextInt(10));
    }
    return (char) ((each >= 'a' ? 'a' : 'A') + random.nextInt(26));
  }

  private static boolean isAsciiAlphanumeric(char each) {
    return each < 128 && Character.isLetterOrDigit(each);
  }
}
