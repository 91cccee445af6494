package dev.weir.governance.detection.pii;

import static dev.weir.governance.detection.pii.Checksums.date;
import static dev.weir.governance.detection.pii.Checksums.digit;
import static dev.weir.governance.detection.pii.Checksums.isDay;
import static dev.weir.governance.detection.pii.Checksums.isMonth;
import static dev.weir.governance.detection.pii.Checksums.luhn;
import static dev.weir.governance.detection.pii.Checksums.mod97;
import static dev.weir.governance.detection.pii.Checksums.two;
import static dev.weir.governance.detection.pii.Checksums.weighted;

/**
 * Check digits of identity and tax numbers that are digits only, as their issuers define them. Each
 * takes the digits without separators, of the length that the number has.
 */
final class NationalIds {

  private NationalIds() {}

  /** Germany, Steuer-ID: of the first ten digits one comes two or three times. */
  static boolean germany(String id) {
    int[] seen = new int[10];
    int most = 0;
    for (int i = 0; i < 10; i++) {
      most = Math.max(most, ++seen[digit(id, i)]);
    }
    return id.charAt(0) != '0' && (most == 2 || most == 3) && Checksums.mod11And10(id);
  }

  /** Poland, PESEL; the month also says the century. */
  static boolean poland(String id) {
    int sum = weighted(id, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1);
    return sum % 10 == 0 && isMonth(two(id, 2) % 20) && isDay(two(id, 4));
  }

  /** Netherlands, BSN. */
  static boolean netherlands(String id) {
    return weighted(id, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0 && !id.startsWith("000");
  }

  /** Belgium, national register number; of those born from 2000 on with a 2 in front. */
  static boolean belgium(String id) {
    long number = Long.parseLong(id.substring(0, 9));
    int check = two(id, 9);
    boolean valid = 97 - number % 97 == check || 97 - (2_000_000_000L + number) % 97 == check;
    return valid && two(id, 2) <= 12 && two(id, 4) <= 31;
  }

  /** Sweden, personnummer (day + 60 in a coordination number), with or without century. */
  static boolean sweden(String id) {
    String ten = id.length() == 12 ? id.substring(2) : id;
    return isMonth(two(ten, 2)) && isDay(two(ten, 4) % 60) && luhn(ten);
  }

  /** Norway, foedselsnummer (day + 40 in a D number). */
  static boolean norway(String id) {
    return isDay(two(id, 0) % 40)
        && isMonth(two(id, 2))
        && weighted(id, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
        && weighted(id, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
  }

  /** Denmark, CPR number: a date; its old check digit no longer holds for all. */
  static boolean denmark(String id) {
    return date(id, 2, 0);
  }

  /** Switzerland, AHV number: an EAN-13. */
  static boolean switzerland(String id) {
    return id.startsWith("756") && weighted(id, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
  }

  /** Austria, Sozialversicherungsnummer: the fourth digit checks. */
  static boolean austria(String id) {
    return weighted(id, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11 == digit(id, 3)
        && isDay(two(id, 4))
        && id.charAt(0) != '0';
  }

  /** Portugal, NIF. */
  static boolean portugal(String id) {
    int rest = weighted(id, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return digit(id, 8) == (rest < 2 ? 0 : 11 - rest) && "1235689".indexOf(id.charAt(0)) >= 0;
  }

  /** Brazil, CPF. */
  static boolean brazilPerson(String id) {
    boolean varied = id.chars().distinct().count() > 1;
    return varied
        && weighted(id, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10 == digit(id, 9)
        && weighted(id, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10 == digit(id, 10);
  }

  /** Brazil, CNPJ. */
  static boolean brazilCompany(String id) {
    int first = weighted(id, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    int second = weighted(id, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return digit(id, 12) == (first < 2 ? 0 : 11 - first)
        && digit(id, 13) == (second < 2 ? 0 : 11 - second)
        && id.chars().distinct().count() > 1;
  }

  /** India, Aadhaar. */
  static boolean india(String id) {
    return id.charAt(0) >= '2' && Checksums.verhoeff(id);
  }

  /** South Korea, resident registration number. */
  static boolean korea(String id) {
    int sum = weighted(id, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5);
    return date(id, 2, 4) && (11 - sum % 11) % 10 == digit(id, 12);
  }

  /** Japan, My Number. */
  static boolean japan(String id) {
    int rest = weighted(id, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return digit(id, 11) == (rest <= 1 ? 0 : 11 - rest);
  }

  /** Australia, tax file number of nine digits. */
  static boolean australia(String id) {
    return weighted(id, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0;
  }

  /** Canada, social insurance number. */
  static boolean canada(String id) {
    return id.charAt(0) != '0' && id.charAt(0) != '8' && luhn(id);
  }

  /** South Africa, identity number. */
  static boolean southAfrica(String id) {
    return date(id, 2, 4) && digit(id, 10) <= 2 && luhn(id);
  }

  /** Czechia and Slovakia, rodne cislo of ten digits. */
  static boolean czechia(String id) {
    int month = two(id, 2) % 50;
    long first = Long.parseLong(id.substring(0, 9)) % 11;
    return isMonth(month > 20 ? month - 20 : month)
        && isDay(two(id, 4))
        && first % 10 == digit(id, 9);
  }

  /** Romania, CNP. */
  static boolean romania(String id) {
    int rest = weighted(id, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
    return id.charAt(0) != '0' && date(id, 3, 5) && digit(id, 12) == (rest == 10 ? 1 : rest);
  }

  /** Bulgaria, EGN. */
  static boolean bulgaria(String id) {
    int month = two(id, 2) % 20;
    return isMonth(month)
        && two(id, 2) <= 52
        && isDay(two(id, 4))
        && weighted(id, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == digit(id, 9);
  }

  /** Estonia and Lithuania, personal code. */
  static boolean baltic(String id) {
    int rest = weighted(id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
    if (rest == 10) {
      rest = weighted(id, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
    }
    return rest == digit(id, 10) && id.charAt(0) >= '1' && id.charAt(0) <= '8' && date(id, 3, 5);
  }

  /** Turkey, kimlik numarasi. */
  static boolean turkey(String id) {
    int tenth = weighted(id, 7, -1, 7, -1, 7, -1, 7, -1, 7);
    return id.charAt(0) != '0'
        && Math.floorMod(tenth, 10) == digit(id, 9)
        && weighted(id, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1) % 10 == digit(id, 10);
  }

  /** Greece, AMKA. */
  static boolean greece(String id) {
    return date(id, 2, 0) && luhn(id);
  }

  /** Thailand, identity number. */
  static boolean thailand(String id) {
    int sum = weighted(id, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
    return id.charAt(0) != '0' && (11 - sum % 11) % 10 == digit(id, 12);
  }

  /** Russia, SNILS. */
  static boolean russia(String id) {
    return weighted(id, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 101 % 100 == two(id, 9);
  }

  /** Argentina, CUIT and CUIL. */
  static boolean argentina(String id) {
    int check = 11 - weighted(id, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return digit(id, 10) == (check == 11 ? 0 : check == 10 ? 9 : check);
  }

  /** France, NIR with its key; Corsica's departments count as 19 and 18. */
  static boolean france(String id) {
    String number = id.substring(0, 13).replace("2A", "19").replace("2B", "18");
    return number.chars().allMatch(c -> c >= '0' && c <= '9') && 97 - mod97(number) == two(id, 13);
  }
}
