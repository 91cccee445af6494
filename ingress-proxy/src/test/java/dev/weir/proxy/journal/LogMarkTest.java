package dev.weir.proxy.journal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogMarkTest {

  private static final LogMark STAGING = new LogMark("staging-1", "weir.prompts");
  private static final LogMark PRODUCTION = new LogMark("production-1", "weir.prompts");

  @TempDir private Path folder;

  @Test
  void letsRecordsGoToTheLogThatTheyAreFor() throws IOException {
    STAGING.put(folder, false);

    assertThatCode(() -> STAGING.put(folder, true)).doesNotThrowAnyException();
  }

  @Test
  void keepsRecordsFromAnotherLogAndSaysWhatToDo() throws IOException {
    STAGING.put(folder, false);

    assertThatThrownBy(() -> PRODUCTION.put(folder, true))
        .isInstanceOf(OtherLogException.class)
        .hasMessageContaining("staging-1")
        .hasMessageContaining("production-1")
        .hasMessageContaining("start the proxy once with that log");
    assertThatCode(() -> STAGING.put(folder, true)).doesNotThrowAnyException();
  }

  @Test
  void keepsRecordsFromOtherTopicsOfTheSameCluster() throws IOException {
    STAGING.put(folder, false);

    assertThatThrownBy(() -> new LogMark("staging-1", "eu.weir.prompts").put(folder, true))
        .isInstanceOf(OtherLogException.class);
  }

  @Test
  void changesTheLogOfAnEmptyJournal() throws IOException {
    STAGING.put(folder, false);
    PRODUCTION.put(folder, false);

    assertThatCode(() -> PRODUCTION.put(folder, true)).doesNotThrowAnyException();
  }

  @Test
  void takesAJournalWithoutAMarkForItsOwn() {
    assertThatCode(() -> PRODUCTION.put(folder, true)).doesNotThrowAnyException();
  }
}
