package dev.weir.processors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskStatesTest {

  @TempDir private Path folder;

  private Path store;
  private Path process;
  private Path ofAnother;

  @BeforeEach
  void keep() throws IOException {
    store = write("weir-quota/0_1/rocksdb/spent/CURRENT");
    process = write("weir-quota/kafka-streams-process-metadata");
    ofAnother = write("weir-orphans/0_1/rocksdb/open/CURRENT");
  }

  @Test
  void areKeptWhereTheyWereClosed() {
    states().closed();

    states().open();

    assertThat(store).exists();
  }

  @Test
  void areDeletedAfterAKill() {
    states().open();

    assertThat(folder.resolve("weir-quota/0_1")).doesNotExist();
    assertThat(process).exists();
    assertThat(ofAnother).exists();
  }

  @Test
  void areDeletedWhereTheKillCameAfterAnOrderlyStop() throws IOException {
    states().closed();
    states().open();
    assertThat(store).exists();

    states().open();

    assertThat(store).doesNotExist();
  }

  @Test
  void mayBeMissing() {
    var states = states("never-started");

    states.open();
    states.closed();
    states.open();

    assertThat(folder.resolve("never-started")).doesNotExist();
  }

  private TaskStates states() {
    return states("weir-quota");
  }

  private TaskStates states(String application) {
    var settings = new Properties();
    settings.put("application.id", application);
    settings.put("state.dir", folder.toString());
    return new TaskStates(settings);
  }

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }
}
