package dev.weir.dialects.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.BlockQueue.Kind;
import dev.weir.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BlockQueueTest {

  private final BlockQueue blocks = new BlockQueue(BlockQueueTest::said);
  private final List<String> written = new ArrayList<>();

  private final BlockQueue.Wire wire =
      new BlockQueue.Wire() {
        @Override
        public void start(int index, ObjectNode start) {
          written.add(index + " begins " + start.path("it").textValue());
        }

        @Override
        public void delta(int index, ObjectNode delta) {
          written.add(index + " " + delta.path("it").textValue());
        }

        @Override
        public void stop(int index) {
          written.add(index + " ends");
        }
      };

  private static ObjectNode said(String it) {
    return Json.newObject().put("it", it);
  }

  private List<String> flushed() {
    written.clear();
    blocks.flush(wire);
    return List.copyOf(written);
  }

  @Test
  void passesTheFirstAtOnceAndHoldsWhatComesBehindAnOpenCall() {
    blocks.beginCall(0, said("f"));
    blocks.arguments(0, "{\"x\":");
    assertThat(flushed()).containsExactly("0 begins f", "0 {\"x\":");

    blocks.begin(Kind.TEXT, Optional.empty());
    blocks.add(said("words"));
    assertThat(flushed()).isEmpty();

    blocks.arguments(0, "1}");
    assertThat(flushed()).containsExactly("0 1}", "0 ends", "1 words");
  }

  @Test
  void givesACallThatBeganBeforeNothingOfAnotherByItsNumber() {
    blocks.beginCall(0, said("f"));
    blocks.beginCall(0, said("g"));
    blocks.arguments(0, "{\"x\":1}");

    assertThat(flushed())
        .containsExactly("0 begins f", "0 ends", "1 begins g", "1 {\"x\":1}", "1 ends");
  }

  @Test
  void takesNothingForACallAfterItsEnd() {
    blocks.beginCall(0, said("f"));
    blocks.arguments(0, "{\"x\":1}");
    blocks.arguments(0, "{\"x\":2}");
    blocks.arguments(7, "{}");

    assertThat(flushed()).containsExactly("0 begins f", "0 {\"x\":1}", "0 ends");
  }

  @Test
  void endsTextWhereSomethingElseBeginsAndAllWithTheAnswer() {
    blocks.begin(Kind.TEXT, Optional.of(said("text")));
    assertThat(blocks.isOpen(Kind.TEXT)).isTrue();
    blocks.begin(Kind.THINKING, Optional.empty());
    assertThat(blocks.isOpen(Kind.TEXT)).isFalse();
    blocks.end();

    assertThat(flushed()).containsExactly("0 begins text", "0 ends", "1 ends");
  }
}
