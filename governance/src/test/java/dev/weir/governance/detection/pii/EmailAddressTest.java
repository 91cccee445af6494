package dev.weir.governance.detection.pii;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.TextScan;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  private static final TextScan DETECTOR = TextScan.of(NetworkRules.all());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write to john.doe+tag@example.co.uk, please | john.doe+tag@example.co.uk",
        "<ann@example.com>                           | ann@example.com",
        "'ann@example.com'                           | ann@example.com",
        "mailto:ann@example.com?subject=x            | ann@example.com",
        "Mail ann@example.com.                       | ann@example.com",
        "a..b@example.com                            | b@example.com",
        "müller@bücher.de                            | müller@bücher.de",
        "連絡はa@b.jpまで                                | a@b.jp",
        "💌 x_1@mail.example.org-                     | x_1@mail.example.org",
        "n@xn--bcher-kva.xn--p1ai                    | n@xn--bcher-kva.xn--p1ai",
        "GET /login?email=ann@example.com&next=home    | ann@example.com",
        "to=ann@example.com status=sent              | ann@example.com",
        "{user:ann+x@example.com}                    | ann+x@example.com",
        "first.o'hara@example.com                    | first.o'hara@example.com"
      })
  void findsTheAddressAndNothingAround(String text, String address) {
    assertThat(DETECTOR.scan(text)).extracting(f -> slice(text, f)).containsExactly(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@mention and @scope/package",
        "left-pad@1.3.0",
        "icon@2x.png",
        "a@b",
        "a@b.c",
        "me @ example.com",
        "a.@example.com",
        "a@.com",
        "a@-x.com",
        "@@@@",
        ""
      })
  void leavesOtherTextAlone(String text) {
    assertThat(DETECTOR.scan(text)).isEmpty();
  }

  @Test
  void findsEachOfSeveral() {
    String text = "a@x.com,b@y.org;c@z.net";
    assertThat(DETECTOR.scan(text))
        .extracting(f -> slice(text, f))
        .containsExactly("a@x.com", "b@y.org", "c@z.net");
  }

  @Test
  void trustsALoginOfARepositoryLess() {
    assertThat(DETECTOR.scan("git@github.com:org/repository"))
        .extracting(Finding::score)
        .containsExactly(0.4);
  }

  @Test
  void takesLinearTimeForHostileText() {
    assertThat(DETECTOR.scan("a".repeat(1_000_000) + "@")).isEmpty();
    assertThat(DETECTOR.scan("@a.".repeat(500_000))).isEmpty();
    assertThat(DETECTOR.scan("a@".repeat(500_000))).isEmpty();
    assertThat(DETECTOR.scan("a@" + "a.".repeat(500_000))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findsEveryAddressAtItsPlaceInAnyText(long seed) {
    var random = new SplittableRandom(seed);
    String address = word(random) + "." + word(random) + "@" + word(random) + ".example.com";
    String text = noise(random) + " " + address + " " + noise(random);
    assertThat(DETECTOR.scan(text)).extracting(f -> slice(text, f)).containsExactly(address);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static String word(SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }

  private static String noise(SplittableRandom random) {
    StringBuilder noise = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      noise.appendCodePoint(random.nextInt(4) == 0 ? 0x1F600 : random.nextInt(0x20, 0x40));
    }
    return noise.toString();
  }

  private static String slice(String text, Finding finding) {
    return text.substring(
        text.offsetByCodePoints(0, finding.start()), text.offsetByCodePoints(0, finding.end()));
  }
}
