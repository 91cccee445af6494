package dev.weir.benchmarks.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WeirCommandsTest {

  private final WeirCommands commands = new WeirCommands("./weir", Path.of("d"), 1, 2, 3, 4);

  @Test
  void differOnlyInTheRecording() {
    assertThat(commands.proxy(Weir.Recording.OFF))
        .startsWith(commands.proxy(Weir.Recording.SPOOL).toArray(String[]::new))
        .endsWith("--recording", "off");
  }

  @Test
  void readTheKeyThatWasCreated() throws IOException {
    assertThat(WeirCommands.keyIn("{\"keyId\":\"a1\", \"key\": \"wk_a1_secret\"}"))
        .isEqualTo("wk_a1_secret");
  }

  @Test
  void sayWhenNoKeyWasCreated() {
    assertThatThrownBy(() -> WeirCommands.keyIn("{}")).isInstanceOf(IOException.class);
  }
}
