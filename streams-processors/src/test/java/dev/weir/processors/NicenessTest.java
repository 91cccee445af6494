package dev.weir.processors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a nice value is a whole process's")
class NicenessTest {

  @Test
  void aThreadHandsItsValueToThoseThatItStartsAndToNoOther() throws Exception {
    int before = ownNiceness();
    var child = new CompletableFuture<Integer>();
    Thread parent =
        Thread.ofPlatform()
            .start(() -> {
              Niceness.raiseTo(before + 3);
              Thread.ofPlatform().start(() -> child.complete(ownNiceness()));
            });
    parent.join();

    assertThat(child.get()).isEqualTo(before + 3);
    assertThat(ownNiceness()).isEqualTo(before);
  }

  @Test
  void zeroLeavesAThreadAsItIs() {
    int before = ownNiceness();
    Niceness.raiseTo(0);
    assertThat(ownNiceness()).isEqualTo(before);
  }

  /** Field 19 of proc_pid_stat(5), of which the name in brackets is the second. */
  private static int ownNiceness() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    } catch (IOException e) {
      throw new AssertionError("/proc is not there", e);
    }
  }
}
