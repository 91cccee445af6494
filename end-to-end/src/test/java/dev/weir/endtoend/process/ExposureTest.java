package dev.weir.endtoend.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for content is itself checked: it must look where something is written. */
final class ExposureTest {

  @TempDir private Path folder;

  @Test
  void findsASecretInAnyLogFile() throws IOException {
    write("data/weir.log", "all is well\n");
    write("data/kafka/weir.prompts-0/00000000000000000000.log", "\u0000\u00ff the secret \u0000");

    assertThatThrownBy(() -> new Exposure(folder).assertHides(List.of("weir.log"), "the secret"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("00000000000000000000.log shows 'the secret'");
  }

  @Test
  void passesWhatShowsNothing() throws IOException {
    write("data/weir.log", "all is well\n");
    write("data/demo-key", "the secret");

    assertThatCode(() -> new Exposure(folder).assertHides(List.of("weir.log"), "the secret"))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesToLookWhereNothingIsLogged() throws IOException {
    write("data/weir.log", "");

    assertThatThrownBy(() -> new Exposure(folder).assertHides(List.of("weir.log"), "the secret"))
        .isInstanceOf(AssertionError.class);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
