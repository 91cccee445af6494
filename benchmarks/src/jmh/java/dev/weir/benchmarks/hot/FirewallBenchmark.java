package dev.weir.benchmarks.hot;

import dev.weir.governance.firewall.Firewall;
import dev.weir.governance.firewall.Provenance;
import dev.weir.governance.firewall.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The verdict on one kilobyte of English and on one of Russian, with all that may be hidden. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FirewallBenchmark {

  private final Firewall firewall = Firewall.load();
  private final String english =
      "The committee met on Tuesday to discuss the budget for the coming year. "
          .repeat(15)
          .substring(0, 1_024);
  private final String russian =
      "Комитет собрался во вторник, чтобы обсудить бюджет на будущий год. "
          .repeat(16)
          .substring(0, 1_024);

  @Benchmark
  public Verdict english() {
    return firewall.judge(english, Provenance.USER);
  }

  @Benchmark
  public Verdict russian() {
    return firewall.judge(russian, Provenance.USER);
  }
}
