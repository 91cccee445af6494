package dev.weir.governance.detection.pii;

import static dev.weir.governance.detection.pii.Checksums.digit;
import static dev.weir.governance.detection.pii.Checksums.weighted;

/**
 * Check letters of identity and tax numbers that hold letters. Each takes the number in upper case
 * without separators, in the shape that its pattern has made sure of.
 */
final class LetteredIds {

  private static final String SPAIN = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final String FINLAND = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  private static final String ITALY_ODD = "BAKPLCQDREVOSFTGUHMINJWZYX";
  private static final String IRELAND = "WABCDEFGHIJKLMNOPQRSTUV";
  private static final String CHINA = "10X98765432";
  private static final String MEXICO = "0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ";
  private static final String TAIWAN = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

  private LetteredIds() {}

  /** Spain, DNI, and NIE, which has X, Y or Z for 0, 1 or 2 in front. */
  static boolean spain(String id) {
    int first = "XYZ".indexOf(id.charAt(0));
    String digits = (first >= 0 ? first : "") + id.substring(first >= 0 ? 1 : 0, id.length() - 1);
    return SPAIN.charAt(Integer.parseInt(digits) % 23) == id.charAt(id.length() - 1);
  }

  /** Italy, codice fiscale. */
  static boolean italy(String id) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int value = Character.digit(id.charAt(i), 36);
      int index = value > 9 ? value - 10 : value;
      sum += i % 2 == 1 ? index : ITALY_ODD.indexOf('A' + index);
    }
    return 'A' + sum % 26 == id.charAt(15);
  }

  /** Finland, henkilotunnus, the sign of the century left out where it is no letter. */
  static boolean finland(String id) {
    String digits = id.substring(0, 6) + id.substring(id.length() - 4, id.length() - 1);
    return Checksums.date(digits, 2, 0)
        && FINLAND.charAt(Integer.parseInt(digits) % 31) == id.charAt(id.length() - 1);
  }

  /** Ireland, PPS number; a second letter counts nine times. */
  static boolean ireland(String id) {
    int second = id.length() == 9 ? Math.max(0, IRELAND.indexOf(id.charAt(8))) : 0;
    int sum = weighted(id, 8, 7, 6, 5, 4, 3, 2) + 9 * second;
    return IRELAND.charAt(sum % 23) == id.charAt(7);
  }

  /** China, resident identity number (GB 11643, ISO 7064 MOD 11-2). */
  static boolean china(String id) {
    int sum = weighted(id, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
    return Checksums.date(id, 10, 12) && CHINA.charAt(sum % 11) == id.charAt(17);
  }

  /** Singapore, NRIC and FIN of the letters S, T, F and G. */
  static boolean singapore(String id) {
    String digits = id.substring(1, 8);
    char first = id.charAt(0);
    int sum = weighted(digits, 2, 7, 6, 5, 4, 3, 2) + (first == 'T' || first == 'G' ? 4 : 0);
    String letters = first == 'S' || first == 'T' ? "JZIHGFEDCBA" : "XWUTRQPNMLK";
    return letters.charAt(sum % 11) == id.charAt(8);
  }

  /** Mexico, CURP. */
  static boolean mexico(String id) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += MEXICO.indexOf(id.charAt(i)) * (18 - i);
    }
    return Checksums.date(id.substring(4, 10), 2, 4) && (10 - sum % 10) % 10 == digit(id, 17);
  }

  /** Chile, RUT. */
  static boolean chile(String id) {
    int sum = 0;
    int last = id.length() - 1;
    for (int i = 0; i < last; i++) {
      sum += digit(id, last - 1 - i) * (2 + i % 6);
    }
    int check = 11 - sum % 11;
    return id.charAt(last) == (check == 11 ? '0' : check == 10 ? 'K' : (char) ('0' + check));
  }

  /** Taiwan, identity number; its first letter is a number of two digits. */
  static boolean taiwan(String id) {
    int place = TAIWAN.indexOf(id.charAt(0)) + 10;
    int sum = place / 10 + place % 10 * 9;
    return (sum + weighted(id.substring(1), 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0;
  }

  /** Hong Kong, identity card number of one letter. */
  static boolean hongKong(String id) {
    int check = Character.digit(id.charAt(7), 36);
    int letter = Character.digit(id.charAt(0), 36);
    int sum = 36 * 9 + letter * 8 + weighted(id.substring(1, 7), 7, 6, 5, 4, 3, 2);
    return (sum + check) % 11 == 0;
  }

  /** Britain, national insurance number: prefixes that are not given out. */
  static boolean britain(String id) {
    String prefix = id.substring(0, 2);
    return "DFIQUV".indexOf(prefix.charAt(0)) < 0
        && "DFIOQUV".indexOf(prefix.charAt(1)) < 0
        && !prefix.matches("BG|GB|KN|NK|NT|TN|ZZ");
  }
}
