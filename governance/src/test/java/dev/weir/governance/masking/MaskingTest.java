package dev.weir.governance.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.TextScan;
import dev.weir.governance.detection.pii.PiiRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskingTest {

  private static final TextScan PII = TextScan.of(PiiRules.all());

  private static final MaskingKey KEY = new MaskingKey(new byte[16]);

  private final MaskedValues values = new MaskedValues(MaskingLimits.DEFAULT);

  @Test
  void givesTheSameValueTheSamePlaceholderAndOthersOthers() {
    assertThat(mask("a@x.org b@x.org a@x.org"))
        .isEqualTo("<EMAIL_ADDRESS_1> <EMAIL_ADDRESS_2> <EMAIL_ADDRESS_1>");
    assertThat(mask("b@x.org")).isEqualTo("<EMAIL_ADDRESS_2>");
  }

  @Test
  void givesTheVeryTextWhereThereIsNothingToMask() {
    String text = "a < b, and <i>that</i> is <PERSON>";

    assertThat(mask(text)).isSameAs(text);
  }

  @Test
  void countsFindingsInCodePoints() {
    assertThat(mask("\ud83d\ude00 a@x.org \ud83d\ude00"))
        .isEqualTo("\ud83d\ude00 <EMAIL_ADDRESS_1> \ud83d\ude00");
  }

  @Test
  void keepsWhatTheCallerWroteLikeAPlaceholderApart() {
    String masked = mask("a@x.org is not <EMAIL_ADDRESS_1> nor < email address 1 >");

    assertThat(masked).isEqualTo("<EMAIL_ADDRESS_1> is not <LITERAL_1> nor <LITERAL_2>");
    assertThat(restore(masked))
        .isEqualTo("a@x.org is not <EMAIL_ADDRESS_1> nor < email address 1 >");
  }

  @Test
  void masksAllThatOverlappingFindingsCover() {
    var masking = new Masking(MaskingRules.REPLACE_ALL, values);
    var found =
        List.of(
            new Finding(FindingType.PAYMENT_CARD, 2, 5, 1, "r"),
            new Finding(FindingType.EMAIL_ADDRESS, 3, 9, 1, "r"));

    assertThat(masking.mask("0123456789", found))
        .isEqualTo(new Masked.Text("01<EMAIL_ADDRESS_1>9"));
    assertThat(restore("<EMAIL_ADDRESS_1>")).isEqualTo("2345678");
  }

  @Test
  void redactsStarsHashesAndKeeps() {
    String text = "a@x.org 4111 1111 1111 1111";

    assertThat(mask(text, new Operator.Redact())).isEqualTo("<EMAIL_ADDRESS> <PAYMENT_CARD>");
    assertThat(mask(text, new Operator.Partial(4))).isEqualTo("*@*.*** **** **** **** 1111");
    assertThat(mask(text, new Operator.Hash(KEY)))
        .matches("<EMAIL_ADDRESS:[0-9a-f]{16}> <PAYMENT_CARD:[0-9a-f]{16}>");
    assertThat(mask(text, new Operator.Keep())).isSameAs(text);
    assertThat(values.isEmpty()).isTrue();
  }

  @Test
  void inventsValuesThatPassForRealOnesAndComeBack() {
    String text = "ann@x.org pays with 4111 1111 1111 1111";
    String masked = mask(text, new Operator.Synthetic(KEY));

    assertThat(masked)
        .matches("user-[a-z2-9]{8}@example\\.com pays with 4000 00\\d\\d \\d{4} \\d{4}");
    assertThat(PII.scan(masked)).filteredOn(it -> it.type() == FindingType.PAYMENT_CARD).hasSize(1);
    assertThat(restore(masked)).isEqualTo(text);
    assertThat(restore(masked.replace("user", "USER"))).isEqualTo(text);
    assertThat(mask(masked, new Operator.Keep()))
        .describedAs("one that is written by the caller is another value")
        .isEqualTo("<LITERAL_1> pays with <LITERAL_2>");
  }

  @Test
  void inventsTheSameValueInTheNextRequest() {
    String masked = mask("ann@x.org", new Operator.Synthetic(KEY));
    var next = new MaskedValues(MaskingLimits.DEFAULT);

    assertThat(next.synthetic("EMAIL_ADDRESS", "ann@x.org", new SyntheticValue(KEY), true))
        .contains(masked);
  }

  @Test
  void inventsIbansWithRightCheckDigits() {
    String invented =
        new SyntheticValue(KEY).of("IBAN", "DE89 3704 0044 0532 0130 00", 0).orElseThrow();

    assertThat(invented).matches("DE\\d\\d 0000 \\d{4} \\d{4} \\d{4} \\d\\d");
    String plain = invented.replace(" ", "");
    var number = new StringBuilder();
    (plain.substring(4) + plain.substring(0, 4))
        .chars()
        .forEach(c -> number.append(Character.digit(c, 36)));
    assertThat(new java.math.BigInteger(number.toString()).mod(java.math.BigInteger.valueOf(97)))
        .isEqualTo(java.math.BigInteger.ONE);
  }

  @Test
  void restoresWhatAModelSpelledOtherwise() {
    mask("ann@x.org");

    for (String spelled :
        List.of(
            "<EMAIL_ADDRESS_1>",
            "<email_address_1>",
            "< Email Address 1 >",
            "<EMAIL-ADDRESS-1>",
            "<EMAIL\\_ADDRESS\\_1>")) {
      assertThat(restore(spelled)).isEqualTo("ann@x.org");
    }
    for (String other :
        List.of("<EMAIL_ADDRESS_2>", "EMAIL_ADDRESS_1", "<EMAIL_ADDRESS_1", "<EMAIL_ADDRESS_01>")) {
      assertThat(restore(other)).isEqualTo(other);
    }
  }

  @Test
  void escapesValuesInJson() {
    var masking = new Masking(MaskingRules.REPLACE_ALL, values);
    String value = "a\"b\\c\nd\u0001";
    masking.mask(value, List.of(new Finding(FindingType.EMAIL_ADDRESS, 0, value.length(), 1, "r")));

    for (String json :
        List.of("{\"q\":\"<EMAIL_ADDRESS_1>\"}", "{\"q\":\"\\u003CEMAIL_ADDRESS_1\\u003e\"}")) {
      assertThat(pieces(json, Restorer.Writing.JSON))
          .isEqualTo("{\"q\":\"a\\\"b\\\\c\\nd\\u0001\"}");
      assertThat(pieces(json, Restorer.Writing.AS_IT_BEGINS))
          .isEqualTo("{\"q\":\"a\\\"b\\\\c\\nd\\u0001\"}");
    }
    assertThat(restore("<EMAIL_ADDRESS_1>")).isEqualTo(value);
  }

  @Test
  void holdsNothingThatCannotBecomeAPlaceholder() {
    mask("ann@x.org");
    var restorer = new Restorer(values, Restorer.Writing.PLAIN);

    assertThat(restorer.accept("if a < b and <b>")).isEqualTo("if a < b and <b>");
    assertThat(restorer.accept(" then <EMA")).isEqualTo(" then ");
    assertThat(restorer.accept("CS")).isEqualTo("<EMACS");
    assertThat(restorer.held()).isZero();
  }

  @Test
  void refusesMoreThanItMayKeep() {
    var small =
        new Masking(MaskingRules.REPLACE_ALL, new MaskedValues(new MaskingLimits(1, 100, 50)));
    var found = List.of(new Finding(FindingType.EMAIL_ADDRESS, 0, 1, 1, "r"));

    assertThat(small.mask("ab", found)).isEqualTo(new Masked.Text("<EMAIL_ADDRESS_1>b"));
    assertThat(small.mask("ac", found)).isEqualTo(new Masked.Text("<EMAIL_ADDRESS_1>c"));
    assertThat(small.mask("b", found)).isInstanceOf(Masked.Refused.class);
    assertThat(small.mask("<LITERAL_1>", List.of())).isInstanceOf(Masked.Refused.class);
    assertThat(small.mask("x".repeat(51), List.of())).isInstanceOf(Masked.Refused.class);
  }

  @Test
  void marksPlaceholdersOfAConversationWhoseBeginningItDoesNotKnow() {
    var marked = new MaskedValues(MaskingLimits.DEFAULT, "K3F7");
    var found = List.of(new Finding(FindingType.EMAIL_ADDRESS, 0, 1, 1, "r"));

    assertThat(new Masking(MaskingRules.REPLACE_ALL, marked).mask("a", found))
        .isEqualTo(new Masked.Text("<EMAIL_ADDRESS_K3F7_1>"));
    var restorer = new Restorer(marked, Restorer.Writing.PLAIN);
    assertThat(restorer.accept("<EMAIL_ADDRESS_1> <EMAIL_ADDRESS_K3F7_1>"))
        .isEqualTo("<EMAIL_ADDRESS_1> a");
  }

  @Test
  void showsNoValue() {
    mask("ann@x.org");

    assertThat(values.toString()).isEqualTo("MaskedValues[1 values]");
    assertThat(new Masked.Text("ann@x.org").toString()).doesNotContain("ann");
    assertThat(KEY.toString()).isEqualTo("MaskingKey[hidden]");
  }

  private String mask(String text) {
    return mask(text, new Operator.Replace());
  }

  private String mask(String text, Operator operator) {
    Masked masked =
        new Masking(new MaskingRules(Map.of(), operator), values).mask(text, PII.scan(text));
    return ((Masked.Text) masked).text();
  }

  private String restore(String text) {
    return pieces(text, Restorer.Writing.PLAIN);
  }

  private String pieces(String text, Restorer.Writing writing) {
    var restorer = new Restorer(values, writing);
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      out.append(restorer.accept(text.substring(i, i + 1)));
    }
    return out.append(restorer.end()).toString();
  }
}
