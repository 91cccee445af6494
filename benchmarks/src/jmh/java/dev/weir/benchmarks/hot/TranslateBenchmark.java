package dev.weir.benchmarks.hot;

import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.canonical.WrittenRequest;
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

/** A caller of one dialect and a provider of another: one request of 1 KB, one event of text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TranslateBenchmark {

  @Param({
    "openai-chat to anthropic",
    "openai-chat to gemini",
    "openai-chat to bedrock",
    "openai-chat to openai-responses",
    "openai-responses to openai-chat",
    "openai-responses to anthropic",
    "openai-responses to gemini",
    "anthropic to openai-chat",
    "anthropic to gemini",
    "anthropic to bedrock",
    "gemini to openai-chat",
    "gemini to anthropic"
  })
  public String pair = "";

  private Pair dialects = Pair.named("openai-chat to openai-chat");
  private byte[] request = {};
  private byte[] chunk = {};
  private StreamReader reader = dialects.provider().streamReader();
  private StreamWriter writer = Samples.writer(dialects.caller());

  @Setup
  public void choose() {
    dialects = Pair.named(pair);
    request = Samples.request(dialects.caller());
    chunk = Samples.chunk(dialects.provider());
  }

  /** Each iteration is one answer, since some writers keep its text for the end. */
  @Setup(Level.Iteration)
  public void begin() {
    reader = dialects.provider().streamReader();
    writer = Samples.writer(dialects.caller());
    byte[] head = Samples.head(dialects.provider());
    reader.accept(head, 0, head.length, writer::write);
  }

  @Benchmark
  public WrittenRequest request() {
    return dialects.translate(request);
  }

  @Benchmark
  public void chunk(Blackhole out) {
    reader.accept(chunk, 0, chunk.length, event -> out.consume(writer.write(event)));
  }
}
