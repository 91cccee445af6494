package dev.weir.governance.detection.pii;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.TextScan;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentCardTest {

  private static final TextScan DETECTOR = TextScan.of(CardRules.all());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "5555 5555 5555 4444",
        "2223003122003222",
        "3782 822463 10005",
        "3056 930902 5904",
        "6011111111111117",
        "3530111333300000",
        "6200000000000005",
        "4222222222222",
        "４１１１１１１１１１１１１１１１"
      })
  void findsTheTestNumbersOfTheBrands(String number) {
    String text = "pay " + number + ", please";
    assertThat(DETECTOR.scan(text))
        .containsExactly(
            new Finding(FindingType.PAYMENT_CARD, 4, 4 + number.length(), 0.95, "card-luhn-brand"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "1763854638123",
        "0000000000000000",
        "x4111111111111111",
        "4111111111111111_a",
        "0.4111111111111111",
        "4111111111111111.5",
        "41111111111111111111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "4111 1111-1111 1111",
        "4111  1111  1111  1111",
        "123e4567-e89b-12d3-a456-426614174000",
        ""
      })
  void leavesOtherNumbersAlone(String text) {
    assertThat(DETECTOR.scan(text)).isEmpty();
  }

  @Test
  void findsACardBehindAnotherNumber() {
    assertThat(DETECTOR.scan("order 12 4111 1111 1111 1111 03/27"))
        .extracting(Finding::start, Finding::end)
        .containsExactly(org.assertj.core.api.Assertions.tuple(9, 28));
  }

  @Test
  void trustsOddGroupsLess() {
    assertThat(DETECTOR.scan("41 11 11 11 11 11 11 11"))
        .extracting(Finding::score)
        .containsExactly(0.6);
  }

  @Test
  void countsOffsetsInCodePoints() {
    assertThat(DETECTOR.scan("💳💳 4111111111111111 💳 5555555555554444"))
        .extracting(Finding::start, Finding::end)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(3, 19),
            org.assertj.core.api.Assertions.tuple(22, 38));
  }

  @Test
  void findsACardBetweenLettersOfAScriptWithoutSpaces() {
    assertThat(DETECTOR.scan("カード4111111111111111です")).hasSize(1);
  }

  @Test
  void takesLinearTimeForDigitsWithoutEnd() {
    assertThat(DETECTOR.scan("4".repeat(2_000_000))).isEmpty();
    assertThat(DETECTOR.scan("41 ".repeat(700_000))).hasSizeLessThan(100_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findsEveryCardAtItsPlaceInAnyText(long seed) {
    var random = new SplittableRandom(seed);
    String before = words(random);
    String card = card(random);
    List<Finding> findings = DETECTOR.scan(before + " " + card + " " + words(random));
    int start = before.codePointCount(0, before.length()) + 1;
    assertThat(findings)
        .extracting(Finding::start, Finding::end)
        .containsExactly(org.assertj.core.api.Assertions.tuple(start, start + card.length()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findsNoCardWithOneDigitWrong(long seed) {
    var random = new SplittableRandom(seed);
    char[] card = card(random).toCharArray();
    int at = random.nextInt(card.length);
    while (!Character.isDigit(card[at])) {
      at = random.nextInt(card.length);
    }
    card[at] = (char) ('0' + (card[at] - '0' + random.nextInt(1, 10)) % 10);
    assertThat(DETECTOR.scan(new String(card))).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static String words(SplittableRandom random) {
    StringBuilder words = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      words.appendCodePoint(random.nextInt(5) == 0 ? 0x1F4B3 : 'a' + random.nextInt(26));
      words.append(random.nextInt(3) == 0 ? " " : "");
    }
    return words.append("w").toString();
  }

  private static String card(SplittableRandom random) {
    int[] digits = new int[16];
    digits[0] = 4;
    int sum = 8;
    for (int i = 1; i < 15; i++) {
      digits[i] = random.nextInt(10);
      int value = i % 2 == 0 ? digits[i] * 2 : digits[i];
      sum += value > 9 ? value - 9 : value;
    }
    digits[15] = (10 - sum % 10) % 10;
    String separator = List.of("", " ", "-").get(random.nextInt(3));
    StringBuilder card = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      card.append(i > 0 && i % 4 == 0 ? separator : "").append(digits[i]);
    }
    return card.toString();
  }
}
