package dev.weir.proxy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import dev.weir.governance.guard.AllowList;
import dev.weir.governance.guard.Guard;
import dev.weir.governance.guard.GuardCheck;
import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.guard.GuardMode;
import dev.weir.governance.guard.GuardPlan;
import dev.weir.governance.guard.InlineDetectors;
import dev.weir.governance.guard.Inspection;
import dev.weir.governance.guard.MaskOperator;
import dev.weir.governance.guard.OnFailure;
import dev.weir.governance.guard.Share;
import dev.weir.governance.guard.TextMasker;
import dev.weir.governance.masking.MaskedValues;
import dev.weir.governance.masking.MaskingKey;
import dev.weir.governance.masking.MaskingLimits;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class HeldTextTest {

  private static final List<String> WORDS =
      List.of(
          "the",
          "answer",
          "is",
          "ann@example.com",
          "4111 1111 1111 1111",
          "(bob@example.org)",
          "na\u00efve",
          "\ud83d\ude80",
          "x@",
          "12 34",
          "a.b",
          "4111-1111-1111-1111.",
          "\n\n",
          "carl.otto+tag@mail.example.co.uk",
          "end.");

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void saysTheSameHoweverTheTextIsSplit(long seed) {
    var random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1, 200); i > 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }

    Inspection inspection = inspection();
    HeldText held = new HeldText(inspection, masker(), false);
    StringBuilder said = new StringBuilder();
    int longest = random.nextInt(1, 60);
    for (int at = 0; at < text.length(); ) {
      int to = Math.min(text.length(), at + random.nextInt(1, longest + 1));
      said.append(held.add(text.substring(at, to)));
      at = to;
    }
    said.append(held.end());

    Inspection whole = inspection();
    assertThat(said).hasToString(masker().mask(text.toString(), whole.look(text)));
    assertThat(inspection.verdicts().getFirst().found())
        .isEqualTo(whole.verdicts().getFirst().found());
    assertThat(inspection.verdicts().getFirst().bytesTotal())
        .isEqualTo(inspection.verdicts().getFirst().bytesSeen());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void leavesJsonThatItMasksJson(long seed) {
    var random = new SplittableRandom(seed);
    ObjectNode object = Json.newObject();
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      StringBuilder value = new StringBuilder();
      for (int words = random.nextInt(1, 6); words > 0; words--) {
        value
            .append(random.nextBoolean() ? "\n" : "\" ")
            .append(WORDS.get(random.nextInt(WORDS.size())));
      }
      object.put("k" + i, value.toString());
      object.put("n" + i, 4111111111111111L);
    }
    String text = Json.text(object);

    HeldText held = new HeldText(inspection(), masker(), true);
    StringBuilder said = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int to = Math.min(text.length(), at + random.nextInt(1, 40));
      said.append(held.add(text.substring(at, to)));
      at = to;
    }
    said.append(held.end());

    assertThat(said.toString()).doesNotContain("@example.", "4111111111111111");
    assertThat(Json.tree(said.toString()).map(each -> each.size())).hasValue(object.size());
  }

  @ParameterizedTest
  @EnumSource(
      value = MaskOperator.class,
      names = {"REDACT", "PARTIAL"})
  void twoMembersOfAnArgumentNeverGetOneName(MaskOperator operator) {
    String text =
        "{\"ann.x@example.com\":1,\"bob.x@example.com\":[\"eve.x@example.com\",\"ida.x@example.com\"], \"n\":{\"a\":1,\"joe.x@example.com\":2}}";

    for (int longest : List.of(1, 7, text.length())) {
      HeldText held = new HeldText(inspection(operator), masker(), true);
      StringBuilder said = new StringBuilder();
      for (int at = 0; at < text.length(); at += longest) {
        said.append(held.add(text.substring(at, Math.min(text.length(), at + longest))));
      }
      said.append(held.end());

      assertThat(said.toString()).doesNotContain("ann.x", "bob.x", "eve.x", "ida.x", "joe.x");
      assertThat(Json.tree(said.toString()).map(each -> each.size())).hasValue(3);
      assertThat(said.toString()).contains("<EMAIL_ADDRESS_1>\":1", "<EMAIL_ADDRESS_2>\":[");
      assertThat(said.toString()).contains("<EMAIL_ADDRESS_3>\":2");
    }
  }

  @Test
  void holdsNoMoreThanAFewPlainWords() {
    HeldText held = new HeldText(inspection(), masker(), false);

    assertThat(held.add("one two three four fi")).isEqualTo("one two");
    assertThat(held.add("ve six")).isEqualTo(" three");
  }

  @Test
  void holdsNoMoreThanItsLimitWhateverComes() {
    HeldText held = new HeldText(inspection(), masker(), false);

    assertThat(held.add("x".repeat(1_000))).hasSize(1_000 - 256);
  }

  static TextMasker masker() {
    return TextMasker.ofAnswer(
        new MaskedValues(MaskingLimits.DEFAULT), () -> new MaskingKey(new byte[32]));
  }

  static Inspection inspection() {
    return inspection(MaskOperator.REPLACE);
  }

  private static Inspection inspection(MaskOperator operator) {
    Guard guard =
        new Guard(
            "all",
            new GuardCheck.Contents(
                Set.of("email-address", "payment-card"), Set.of(), 0.5, AllowList.NOTHING),
            GuardMode.MASK,
            GuardDirection.RESPONSE,
            Share.ALL,
            Guard.BUDGET,
            OnFailure.FAIL_OPEN,
            operator);
    return new Inspection(
        GuardPlan.of(List.of(guard), List.of(), List.of()),
        GuardDirection.RESPONSE,
        "r1",
        InlineDetectors.all(),
        List.of());
  }
}
