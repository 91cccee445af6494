package dev.weir.benchmarks.hot;

import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.WrittenRequest;
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

/**
 * The request of an agent, with tools, calls and results, 10 KB. Reading alone is what a request of
 * this size costs whose bytes pass to a provider of the same dialect.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TranslateAgentBenchmark {

  @Param({
    "openai-chat to anthropic",
    "openai-chat to gemini",
    "openai-chat to bedrock",
    "openai-responses to openai-chat",
    "anthropic to openai-chat",
    "gemini to openai-chat"
  })
  public String pair = "";

  private Pair dialects = Pair.named("openai-chat to openai-chat");
  private byte[] request = {};

  @Setup
  public void choose() {
    dialects = Pair.named(pair);
    request = Samples.agent(dialects.caller());
  }

  @Benchmark
  public CanonicalRequest read() {
    return dialects.read(request);
  }

  @Benchmark
  public WrittenRequest translate() {
    return dialects.translate(request);
  }
}
