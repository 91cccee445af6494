package dev.weir.governance.detection.pii;

import static dev.weir.governance.detection.pii.Checksums.date;
import static dev.weir.governance.detection.pii.Checksums.digit;
import static dev.weir.governance.detection.pii.Checksums.isDay;
import static dev.weir.governance.detection.pii.Checksums.isMonth;
import static dev.weir.governance.detection.pii.Checksums.luhn;
import static dev.weir.governance.detection.pii.Checksums.two;
import static dev.weir.governance.detection.pii.Checksums.verhoeff;
import static dev.weir.governance.detection.pii.Checksums.weighted;

/**
 * Check digits of further identity and tax numbers, as their issuers define them. Each takes the
 * number without separators, in the shape that its pattern has made sure of.
 */
final class FurtherIds {

  private FurtherIds() {}

  /** Ukraine, taxpayer number. */
  static boolean ukraine(String id) {
    return Math.floorMod(weighted(id, -1, 5, 7, 9, 4, 6, 10, 5, 7), 11) % 10 == digit(id, 9);
  }

  /** Hungary, social security number (TAJ). */
  static boolean hungary(String id) {
    return weighted(id, 3, 7, 3, 7, 3, 7, 3, 7) % 10 == digit(id, 8);
  }

  /** Hungary, tax number of persons. */
  static boolean hungaryTax(String id) {
    return weighted(id, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11 == digit(id, 9);
  }

  /** What was Yugoslavia: JMBG, EMSO, EMBG. */
  static boolean balkan(String id) {
    int check = 11 - weighted(id, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return date(id, 2, 0) && "09".indexOf(id.charAt(4)) >= 0 && check % 11 == digit(id, 12);
  }

  /** Latvia, personas kods; those from 2017 on begin with 32 and hold no date. */
  static boolean latvia(String id) {
    int check = Math.floorMod(1101 - weighted(id, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), 11) % 10;
    return id.startsWith("32") || (date(id, 2, 0) && check == digit(id, 10));
  }

  /** Russia, INN of a person. */
  static boolean russiaPerson(String id) {
    return weighted(id, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10 == digit(id, 10)
        && weighted(id, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10 == digit(id, 11);
  }

  /** Russia, INN of a company. */
  static boolean russiaCompany(String id) {
    return weighted(id, 2, 4, 10, 3, 5, 9, 4, 6, 8) % 11 % 10 == digit(id, 9);
  }

  /** Kazakhstan, IIN. */
  static boolean kazakhstan(String id) {
    int rest = weighted(id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) % 11;
    if (rest == 10) {
      rest = weighted(id, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2) % 11;
    }
    return date(id, 2, 4) && rest == digit(id, 11);
  }

  /** Iceland, kennitala; those of companies have a day beyond 40. */
  static boolean iceland(String id) {
    int check = 11 - weighted(id, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return isMonth(two(id, 2)) && isDay(two(id, 0) % 40) && check % 11 == digit(id, 8);
  }

  /** Luxembourg, matricule: both schemes check it. */
  static boolean luxembourg(String id) {
    return date(id, 4, 6)
        && luhn(id.substring(0, 12))
        && verhoeff(id.substring(0, 11) + id.charAt(12));
  }

  /** Germany, identity card (ICAO 9303), with its check digit where it has one. */
  static boolean germanCard(String id) {
    return id.chars().anyMatch(Character::isDigit) && (id.length() < 10 || icao(id));
  }

  private static boolean icao(String id) {
    int sum = 0;
    for (int i = 0; i < id.length() - 1; i++) {
      sum += Character.digit(id.charAt(i), 36) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
    }
    return sum % 10 == digit(id, id.length() - 1);
  }

  /** Germany, pension insurance number: its letter counts as two digits. */
  static boolean germanPension(String id) {
    int letter = id.charAt(8) - 'A' + 1;
    String digits = id.substring(0, 8) + (letter < 10 ? "0" : "") + letter + id.substring(9);
    int[] weights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      int value = digit(digits, i) * weights[i];
      sum += value / 10 + value % 10;
    }
    return isMonth(two(id, 4)) && sum % 10 == digit(digits, 12);
  }

  /** Britain, unique taxpayer reference: the first digit checks. */
  static boolean britishTax(String id) {
    return "21987654321".charAt(weighted(id.substring(1), 6, 7, 8, 9, 10, 5, 4, 3, 2) % 11)
        == id.charAt(0);
  }

  /** Ecuador, cedula. */
  static boolean ecuador(String id) {
    return two(id, 0) >= 1 && two(id, 0) <= 24 && digit(id, 2) < 6 && luhn(id);
  }

  /** Uruguay, cedula of seven digits and a check digit. */
  static boolean uruguay(String id) {
    return id.length() == 8 && (10 - weighted(id, 2, 9, 8, 7, 6, 3, 4) % 10) % 10 == digit(id, 7);
  }

  /** Brazil, PIS and PASEP. */
  static boolean brazilWorker(String id) {
    int rest = weighted(id, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return digit(id, 10) == (rest < 2 ? 0 : 11 - rest);
  }

  /** Egypt: a date and a governorate. */
  static boolean egypt(String id) {
    int place = two(id, 7);
    return date(id, 3, 5) && ((place >= 1 && place <= 35) || place == 88);
  }

  /** Iran, national code. */
  static boolean iran(String id) {
    int rest = weighted(id, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return digit(id, 9) == (rest < 2 ? rest : 11 - rest);
  }

  /** Malaysia: a date of birth and a place. */
  static boolean malaysia(String id) {
    return date(id, 2, 4) && two(id, 6) > 0;
  }

  /** Indonesia: a province and a date of birth, the day of women 40 more. */
  static boolean indonesia(String id) {
    return two(id, 0) >= 11 && two(id, 0) <= 97 && isDay(two(id, 6) % 40) && isMonth(two(id, 8));
  }

  /** New Zealand, IRD number; where the first weights give 10 the second ones decide. */
  static boolean newZealand(String id) {
    String nine = id.length() == 8 ? "0" + id : id;
    int check = (11 - weighted(nine, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11;
    if (check == 10) {
      check = (11 - weighted(nine, 7, 4, 3, 2, 5, 2, 7, 6) % 11) % 11;
    }
    return check == digit(nine, 8);
  }

  /** Argentina and Peru, eight digits without a check: no date, no row of digits as in examples. */
  static boolean argentinaOrPeru(String id) {
    return !isPlainDate(id) && !id.equals("12345678");
  }

  /** Nigeria, NIN: no check digit, but no date either. */
  static boolean nigeria(String id) {
    return !isPlainDate(id);
  }

  private static boolean isPlainDate(String id) {
    int century = two(id, 0);
    return id.length() >= 8
        && (century == 19 || century == 20)
        && isMonth(two(id, 4))
        && isDay(two(id, 6));
  }

  private static final String RFC = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ";

  /** Mexico, RFC of persons; letters that are not of ASCII are not here to be checked. */
  static boolean mexico(String id) {
    if (id.length() < 13) {
      return true;
    }
    int sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += RFC.indexOf(id.charAt(i)) * (13 - i);
    }
    return "0A987654321".charAt(sum % 11) == id.charAt(12);
  }
}
