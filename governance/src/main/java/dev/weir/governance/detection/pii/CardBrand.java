package dev.weir.governance.detection.pii;

/**
 * Number ranges of the card brands (ISO/IEC 7812 issuer identification numbers), each with the
 * lengths that it issues. Without them one of ten long numbers, a time in milliseconds for example,
 * would pass for a card.
 */
enum CardBrand {
  VISA(13, 19, 4, 4),
  MASTERCARD(16, 16, 51, 55),
  MASTERCARD_2(16, 16, 2221, 2720),
  AMEX_34(15, 15, 34, 34),
  AMEX_37(15, 15, 37, 37),
  DINERS_300(14, 19, 300, 305),
  DINERS_36(14, 19, 36, 36),
  DINERS_38(14, 19, 38, 39),
  DISCOVER_6011(16, 19, 6011, 6011),
  DISCOVER_644(16, 19, 644, 649),
  DISCOVER_65(16, 19, 65, 65),
  JCB(16, 19, 3528, 3589),
  JCB_1800(15, 15, 1800, 1800),
  JCB_2131(15, 15, 2131, 2131),
  UNIONPAY(16, 19, 62, 62),
  MAESTRO_50(12, 19, 50, 50),
  MAESTRO_56(12, 19, 56, 58),
  MAESTRO_6304(12, 19, 6304, 6304),
  MAESTRO_676(12, 19, 6759, 6763);

  /** How long the longest prefix is. */
  private static final int PREFIX_DIGITS = 4;

  private static final CardBrand[] ALL = values();

  private final int digitsMin;
  private final int digitsMax;
  private final int prefixMin;
  private final int prefixMax;

  /** What the first digits of a number are divided by to be such a prefix. */
  private final int prefixOf;

  CardBrand(int digitsMin, int digitsMax, int prefixMin, int prefixMax) {
    this.digitsMin = digitsMin;
    this.digitsMax = digitsMax;
    this.prefixMin = prefixMin;
    this.prefixMax = prefixMax;
    int digits = Integer.toString(prefixMin).length();
    this.prefixOf = (int) Math.pow(10, PREFIX_DIGITS - digits);
  }

  /** Whether a brand issues numbers like {@code digits}. */
  static boolean issues(String digits) {
    int count = digits.length();
    if (count < PREFIX_DIGITS) {
      return false;
    }
    int beginning = Integer.parseInt(digits, 0, PREFIX_DIGITS, 10);
    for (CardBrand brand : ALL) {
      if (count >= brand.digitsMin && count <= brand.digitsMax && brand.begins(beginning)) {
        return brand != VISA || count == 13 || count == 16 || count == 19;
      }
    }
    return false;
  }

  private boolean begins(int beginning) {
    int prefix = beginning / prefixOf;
    return prefix >= prefixMin && prefix <= prefixMax;
  }
}
