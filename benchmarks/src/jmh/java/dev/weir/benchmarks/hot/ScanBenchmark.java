package dev.weir.benchmarks.hot;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.TextScan;
import dev.weir.governance.detection.pii.PiiRules;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** All rules over one KiB of text: microseconds for each KB of a prompt. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScanBenchmark {

  private static final int CHARS = 1024;

  /**
   * {@code prose} and {@code code} hold nothing, {@code letter} four findings, {@code accents} has
   * to be folded, {@code numbers} is a table.
   */
  @Param({"prose", "code", "letter", "accents", "numbers"})
  public String kind = "prose";

  private final TextScan scan = TextScan.of(PiiRules.all());
  private String text = "";

  @Setup
  public void fill() {
    String piece =
        switch (kind) {
          case "prose" ->
              "Please summarise the minutes of the meeting in 5 points, and say who agreed to what. ";
          case "code" ->
              "for (int i = 0; i < 10; i++) { map.put(\"key-\" + i, List.of(i, 2 * i)); } // O(n)\n";
          case "letter" ->
              "Dear Ann, my card 4111 1111 1111 1111 was charged twice on 3 May. Write to"
                  + " ann.lee@example.com or call +49 30 901820; my IBAN is GB29 NWBK 6016 1331 9268"
                  + " 19. "
                  + "I look forward to hearing from you about this, since it was not me. "
                      .repeat(13);
          case "accents" ->
              "R\u00e9sumez la r\u00e9union d\u2019hier en cinq points \u2013 et dites qui a accept\u00e9 quoi. ";
          default -> "2026-11-26,10:15:00,4711,0.25,19.99,EUR,1200,33\n";
        };
    text = piece.repeat(CHARS / piece.length() + 1).substring(0, CHARS);
  }

  @Benchmark
  public List<Finding> scan() {
    return scan.scan(text);
  }
}
