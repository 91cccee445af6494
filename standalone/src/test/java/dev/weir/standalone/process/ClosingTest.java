package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

  @Test
  void closesLastFirstAndGoesOnAfterAFailure() {
    List<String> closed = new ArrayList<>();
    var closing = new Closing();
    closing.add("log", () -> closed.add("log"));
    closing.add(
        "broken",
        () -> {
          throw new IllegalStateException("on purpose");
        });
    closing.add("proxy", () -> closed.add("proxy"));

    closing.close();
    closing.close();

    assertThat(closed).containsExactly("proxy", "log");
  }
}
