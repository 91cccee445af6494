package dev.weir.proxy.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.governance.guard.AllowList;
import dev.weir.governance.guard.Guard;
import dev.weir.governance.guard.GuardCheck;
import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.guard.GuardMode;
import dev.weir.governance.guard.GuardPlan;
import dev.weir.governance.guard.InlineDetectors;
import dev.weir.governance.guard.MaskOperator;
import dev.weir.governance.guard.OnFailure;
import dev.weir.governance.guard.Share;
import dev.weir.governance.identity.TeamId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Words of a stream that are no text of the model's. */
final class GuardedStreamTest {

  private static final String GROUNDED =
      """
      data: {"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"Hi. "}]}}]}

      data: {"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":""}]},\
      "groundingMetadata":{"groundingSupports":[{"segment":{"endIndex":3,\
      "text":"to ann@example.com"},"groundingChunkIndices":[0]}]},"finishReason":"STOP"}]}

      """;

  private static final String RAN =
      """
      data: {"type":"response.output_item.done","output_index":0,"item":{"type":"mcp_call",\
      "id":"i","output":"to ann@example.com"}}

      """;

  private static final String SPOKEN =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"audio\":{\"data\":\""
          + "ann@example.com"
          + "\"}}}]}\n\n";

  @Test
  void masksTheWordsThatASourceRepeats() {
    GuardedStream stream = stream(DialectName.GEMINI, GuardMode.MASK);

    String passed = text(stream.accept(bytes(GROUNDED))) + text(stream.finish());

    assertThat(passed)
        .contains("Hi.", "\"endIndex\":3", "<EMAIL_ADDRESS")
        .doesNotContain("ann@example.com");
  }

  @ParameterizedTest
  @EnumSource(
      value = DialectName.class,
      names = {"GEMINI", "OPENAI_RESPONSES"})
  void blocksWhatATextThatIsNoneOfTheModelsHas(DialectName dialect) {
    GuardedStream stream = stream(dialect, GuardMode.BLOCK);

    String passed = text(stream.accept(bytes(dialect == DialectName.GEMINI ? GROUNDED : RAN)));

    assertThat(stream.blocked()).isPresent();
    assertThat(passed).isEmpty();
  }

  /** Pieces of sound are no words. */
  @Test
  void readsNothingInSound() {
    GuardedStream stream = stream(DialectName.OPENAI_CHAT, GuardMode.BLOCK);

    assertThat(text(stream.accept(bytes(SPOKEN)))).isEqualTo(SPOKEN);
    assertThat(stream.blocked()).isEmpty();
  }

  private static GuardedStream stream(DialectName dialect, GuardMode mode) {
    Guard guard =
        new Guard(
            "mail",
            new GuardCheck.Contents(Set.of("email-address"), Set.of(), 0.5, AllowList.NOTHING),
            mode,
            GuardDirection.RESPONSE,
            Share.ALL,
            Guard.BUDGET,
            OnFailure.FAIL_CLOSED_TEXT,
            MaskOperator.REPLACE);
    AnswerGuards guards =
        new AnswerGuards(
            GuardPlan.of(List.of(guard), List.of(), List.of()),
            "r1",
            InlineDetectors.all(),
            Masks.NONE,
            List.of(),
            Optional.empty(),
            false,
            false,
            new HeldRoom(1024).part(new TeamId("search")));
    return new GuardedStream(new Passing(), guards, Dialects.of(dialect));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes).toString();
  }

  /** A stream that passes as it comes. */
  private static final class Passing extends PassingFlow {

    @Override
    public boolean isStream() {
      return true;
    }
  }
}
