package dev.weir.benchmarks.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AskTest {

  @Test
  void answersAtOnceUnlessAStreamIsAsked() {
    assertThat(ask("{\"model\":\"stream-fast\",\"stream\":false}").scenario())
        .isEqualTo(new Scenario.Completion());
  }

  @Test
  void readsPaceAndLengthFromTheModel() {
    assertThat(ask("{\"stream\": true, \"model\": \"stream-100x10ms\"}").scenario())
        .isEqualTo(new Scenario.Paced(100, Duration.ofMillis(10)));
  }

  @Test
  void readsTheSlotOfAReaderThatCounts() {
    Ask ask = ask("{\"model\":\"stream-fast\",\"stream\":true,\"user\":\"slot-17\"}");

    assertThat(ask.scenario()).isEqualTo(new Scenario.Fast(1_000));
    assertThat(ask.slot()).hasValue(17);
  }

  @Test
  void takesTheRoleUserForNoSlot() {
    String body =
        "{\"model\":\"idle\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":true}";

    assertThat(ask(body)).isEqualTo(new Ask(new Scenario.Idle(), OptionalInt.empty()));
  }

  @Test
  void knowsNoSlotBeyondTheFile() {
    assertThat(ask("{\"model\":\"stream-fast\",\"stream\":true,\"user\":\"slot-1024\"}").slot())
        .isEmpty();
  }

  private static Ask ask(String body) {
    byte[] bytes = ("head" + body).getBytes(StandardCharsets.US_ASCII);
    return Ask.of(bytes, 4, bytes.length);
  }
}
