package dev.weir.benchmarks.hot;

import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.StreamReader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One event of text where caller and provider speak the same: its bytes pass, and it is read once
 * for its usage and its text. Chat's own events are watched without a tree; see {@link
 * WatchStreamBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WatchDialectBenchmark {

  @Param({"openai-responses", "anthropic", "gemini", "bedrock"})
  public String dialect = "";

  private byte[] chunk = {};
  private StreamReader reader = Samples.dialect("openai-chat").streamReader();

  @Setup(Level.Iteration)
  public void begin() {
    Dialect spoken = Samples.dialect(dialect);
    chunk = Samples.chunk(spoken);
    reader = spoken.streamReader();
    byte[] head = Samples.head(spoken);
    reader.accept(head, 0, head.length, _ -> {});
  }

  @Benchmark
  public void watch(Blackhole out) {
    reader.accept(chunk, 0, chunk.length, out::consume);
  }
}
