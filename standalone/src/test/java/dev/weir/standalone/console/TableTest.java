package dev.weir.standalone.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void alignsNumbersToTheRight() {
    var text = new StringWriter();
    new Table("TEAM", "TOKENS")
        .row("search", 7)
        .row("x", 12_345)
        .print(new PrintWriter(text, true), " ");

    assertThat(text.toString().lines())
        .containsExactly(" TEAM    TOKENS", " search       7", " x        12345");
  }

  @Test
  void wantsACellForEachHeading() {
    assertThatThrownBy(() -> new Table("A", "B").row("1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
