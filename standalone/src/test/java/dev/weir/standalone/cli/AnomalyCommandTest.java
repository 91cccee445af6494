package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnomalyCommandTest {

  private record Ran(int exitCode, List<String> out, String err) {}

  @Test
  void writesAScoreForEachLineAndPassesTheHeaderOn() {
    var series = new StringBuilder("timestamp,value\n");
    for (int i = 0; i < 300; i++) {
      series.append("2026-11-26 10:00:00,").append(i == 280 ? 900 : 20 + i * 31 % 7).append('\n');
    }

    Ran ran = score(series.toString());

    assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).hasSize(301).first().isEqualTo("timestamp,value");
    assertThat(ran.out().subList(1, 301))
        .allSatisfy(line -> assertThat(Double.parseDouble(line)).isBetween(0.0, 1.0));
    assertThat(Double.parseDouble(ran.out().get(281))).isGreaterThan(0.9);
  }

  @Test
  void takesOtherTimestampsAndNoHeader() {
    Ran ran = score("1795687200,1\n2026-11-26T10:00:00Z,2\n2026-11-26T10:00:00.5+01:00,-3e2\n\n");

    assertThat(ran.out()).containsExactly("0.000000000", "0.000000000", "0.000000000", "");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(score("2026-11,1\n11/26/26,2\n26.11.26 10:00,3\n").exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void saysInOneLineWhichLineIsWrongAndWhy() {
    String good = "timestamp,value\n2026-11-26 10:00:00,1\n";

    assertThat(score(good + "2026-11-26 10:05:00,secret\n").err())
        .isEqualTo("weir: line 3: the value after the comma is no number\n");
    assertThat(score(good + "2026-11-26 10:05:00,1e999\n").err())
        .isEqualTo("weir: line 3: the value after the comma is no number\n");
    assertThat(score(good + "2026-11-26 10:05:00,Infinity\n").err())
        .isEqualTo("weir: line 3: the value after the comma is no number\n");
    assertThat(score(good + "2026-11-26 10:05:00,1,2\n").err())
        .startsWith("weir: line 3: expected 'timestamp,value'");
    assertThat(score("time,value,label\n2026-11-26 10:00:00,1\n").err())
        .isEqualTo("weir: line 2: expected 3 columns, as in the header, got 2\n");
    assertThat(score("\"2026-11-26,1\n").err()).isEqualTo("weir: line 1: a quote is not closed\n");
    assertThat(score(good + "yesterday,1\n").err())
        .startsWith("weir: line 3: the timestamp is not like 2026-11-26 10:00:00");
    assertThat(score(good + "7\n").err()).startsWith("weir: line 3: expected 'timestamp,value'");
    assertThat(score("1,".repeat(2_000)).err())
        .isEqualTo("weir: line 1: is longer than 1000 characters\n");
    assertThat(score(good + "?").exitCode()).isEqualTo(ExitCode.UNUSABLE);
  }

  @Test
  void answersEachLineOfAnOddSeries() {
    Ran ran =
        score(
            String.join(
                "\r\n",
                "\ufeff\"timestamp\",\"value_1\"",
                "\"2026-11-26 10:05:00\",\"1.5\"",
                "",
                "2026-11-26 10:00:00,-2.5E+3",
                "2026-11-26 10:00:00,",
                "2026-11-26 10:00:00,NaN",
                "26.11.2026 10:00,.5",
                "1.7956872e9 , 7 "));

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .containsExactly(
            "\"timestamp\",\"value_1\"",
            "0.000000000",
            "",
            "0.000000000",
            "0.000000000",
            "0.000000000",
            "0.000000000",
            "0.000000000");
  }

  @Test
  void doesNotLearnWhatIsMissing() {
    var whole = new StringBuilder();
    var gaps = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String line = i + "," + (i == 280 ? 900 : 20 + i * 31 % 7) + "\n";
      whole.append(line);
      gaps.append(line).append(i % 3 == 0 ? i + ",null\n" : "");
    }

    assertThat(score(gaps.toString()).out())
        .filteredOn(it -> !it.equals("0.000000000"))
        .isEqualTo(
            score(whole.toString()).out().stream()
                .filter(it -> !it.equals("0.000000000"))
                .toList());
  }

  @Test
  void refusesAHoldBelowZero() {
    assertThat(score("", "--hold", "-1").err()).contains("--hold is at least 0, got -1");
  }

  private static Ran score(String input, String... options) {
    InputStream before = System.in;
    var out = new StringWriter();
    var err = new StringWriter();
    String[] args = new String[2 + options.length];
    args[0] = "anomaly";
    args[1] = "score";
    System.arraycopy(options, 0, args, 2, options.length);
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
      return new Ran(exitCode, out.toString().lines().toList(), err.toString());
    } finally {
      System.setIn(before);
    }
  }
}
