package dev.weir.benchmarks.hot;

import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.identity.KeyText;
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

/** From the text of a credential to the stored key that it matches. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IdentifyBenchmark {

  private final KeyHasher hasher = new KeyHasher(new byte[32]);
  private final KeyText key = KeyText.of("bench1", new byte[32]);
  private final String credential = key.reveal();
  private final byte[] stored = hasher.hash(key);

  @Benchmark
  public boolean matches() {
    return KeyText.parse(credential).map(parsed -> hasher.matches(parsed, stored)).orElse(false);
  }
}
