package dev.weir.governance.detection.pii;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.TextScan;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DisguiseTest {

  private static final TextScan SCAN = TextScan.of(PiiRules.all());

  private static final List<String> NUMBERS =
      List.of(
          "4111111111111111",
          "4111 1111 1111 1111",
          "GB29NWBK60161331926819",
          "RSSMRA85T10A562S",
          "756.9217.0769.85",
          "529.982.247-25",
          "ann.lee@example.com");

  @ParameterizedTest
  @MethodSource("seeds")
  void findsADisguisedNumberAtItsPlaceInTheOriginal(long seed) {
    var random = new SplittableRandom(seed);
    String before = "\ud83d\ude80 caf\u00e9 ".repeat(random.nextInt(4)) + "it is ";
    String number = disguised(NUMBERS.get(random.nextInt(NUMBERS.size())), random);
    String text = before + number + " \u043f\u0440\u0438\u0432\u0435\u0442";

    assertThat(SCAN.scan(text))
        .extracting(Finding::start, Finding::end)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(count(before), count(before) + count(number)));
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /** Keeps first and last char visible, so that the place is beyond doubt. */
  private static String disguised(String plain, SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      text.appendCodePoint(
          switch (random.nextInt(4)) {
            case 0 -> c > ' ' && c <= '~' ? c - '!' + 0xff01 : 0xa0;
            case 1 -> c >= '0' && c <= '9' ? c - '0' + 0x1d7ce : lookAlike(c);
            default -> c;
          });
      if (i < plain.length() - 1 && random.nextInt(5) == 0) {
        text.appendCodePoint(List.of(0x200b, 0x200d, 0xad, 0xfe0f, 0xe0041).get(random.nextInt(5)));
      }
    }
    return text.toString();
  }

  private static int lookAlike(char c) {
    return switch (c) {
      case 'A' -> 0x410;
      case 'B' -> 0x412;
      case 'S' -> 0x405;
      case 'a' -> 0x430;
      case 'e' -> 0x435;
      case 'o' -> 0x43e;
      default -> c;
    };
  }

  private static int count(String text) {
    return text.codePointCount(0, text.length());
  }
}
