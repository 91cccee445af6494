package dev.weir.benchmarks.hot;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.governance.quota.Window;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
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

/** Deciding on a request of a team with two limits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecideBenchmark {

  private final List<LimitStanding> standings =
      List.of(standing(LimitUnit.TOKENS, 1_000_000), standing(LimitUnit.REQUESTS, 10_000));

  private static LimitStanding standing(LimitUnit unit, long max) {
    Window day = new Window(Window.Span.DAY, ZoneOffset.UTC);
    Limit limit = new Limit(unit.text(), new TeamId("bench"), unit, day, max, LimitMode.HARD);
    return new LimitStanding(limit, Instant.EPOCH, 100, 10, 1);
  }

  @Benchmark
  public QuotaDecision decide() {
    return QuotaDecision.decide(standings, Cost.ofTokens(300));
  }
}
