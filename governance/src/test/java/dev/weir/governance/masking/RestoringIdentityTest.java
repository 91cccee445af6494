package dev.weir.governance.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Masking then restoring is the identity, for every text and every way to cut it. */
class RestoringIdentityTest {

  private static final int SEEDS = 10_000;
  private static final MaskingKey KEY = new MaskingKey(new byte[16]);

  private static final String[] WORDS = {
    "<",
    ">",
    "\\",
    "\\u003c",
    "\\u003e",
    "\\u003C",
    "_",
    "-",
    " ",
    "1",
    "2",
    "10",
    "PERSON",
    "EMAIL_ADDRESS",
    "email address",
    "PAYMENT_CARD",
    "LITERAL",
    "<EMAIL_ADDRESS_1>",
    "<LITERAL_1>",
    "< payment-card 2 >",
    "\\u003cEMAIL_ADDRESS_1\\u003e",
    "<EMAIL\\_ADDRESS\\_2>",
    "ann@example.org",
    "4111 1111 1111 1111",
    "user-abcdefgh@example.com",
    "\ud83d\ude00",
    "\ud83d",
    "\ude00",
    "\"",
    "\n",
    "ß",
    "word",
    "4000",
    "{",
    "<EMAIL_ADDRESS>"
  };

  @Test
  void restoresEveryTextHoweverItIsCut() {
    for (long seed = 0; seed < SEEDS; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) {
    var random = new SplittableRandom(seed);
    var values = new MaskedValues(MaskingLimits.DEFAULT);
    var operators = Map.of(FindingType.PAYMENT_CARD, (Operator) new Operator.Synthetic(KEY));
    var masking = new Masking(new MaskingRules(operators, new Operator.Replace()), values);
    List<String> texts = new ArrayList<>();
    List<String> masked = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      String text = text(random);
      texts.add(text);
      masked.add(((Masked.Text) masking.mask(text, findings(text, random))).text());
    }
    for (int i = 0; i < texts.size(); i++) {
      assertThat(restored(masked.get(i), values, random))
          .describedAs("seed %d, text %d", seed, i)
          .isEqualTo(texts.get(i));
    }
  }

  private static String restored(String masked, MaskedValues values, SplittableRandom random) {
    var restorer = new Restorer(values, Restorer.Writing.PLAIN);
    var out = new StringBuilder();
    int cutMax = random.nextBoolean() ? 1 : random.nextInt(1, 40);
    for (int at = 0; at < masked.length(); ) {
      int to = Math.min(masked.length(), at + random.nextInt(cutMax + 1));
      out.append(restorer.accept(masked.substring(at, to)));
      assertThat(restorer.held()).isLessThanOrEqualTo(Restorer.HELD_MAX);
      at = to;
    }
    return out.append(restorer.end()).toString();
  }

  private static String text(SplittableRandom random) {
    var text = new StringBuilder();
    for (int words = random.nextInt(30); words > 0; words--) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private static List<Finding> findings(String text, SplittableRandom random) {
    int length = text.codePointCount(0, text.length());
    List<Finding> findings = new ArrayList<>();
    for (int left = length == 0 ? 0 : random.nextInt(6); left > 0; left--) {
      int start = random.nextInt(length);
      int end = Math.min(length, start + 1 + random.nextInt(20));
      var type = random.nextBoolean() ? FindingType.PAYMENT_CARD : FindingType.EMAIL_ADDRESS;
      findings.add(new Finding(type, start, end, 1, "random"));
    }
    return findings;
  }

  @Test
  void neverGivesTwoValuesTheSameStandIn() {
    var values = new MaskedValues(MaskingLimits.DEFAULT);
    var invented = new SyntheticValue(KEY);
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      String value = "person" + i + "@example.org";
      for (var standIn :
          List.of(
              values.synthetic("EMAIL_ADDRESS", value, invented, true),
              values.synthetic("PHONE_NUMBER", value, invented, true),
              values.placeholder("PAYMENT_CARD", value, true))) {
        assertThat(seen.put(standIn.orElseThrow(), value)).isNull();
      }
    }
  }
}
