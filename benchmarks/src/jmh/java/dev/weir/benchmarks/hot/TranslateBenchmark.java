package dev.weir.benchmarks.hot;

import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.canonical.WrittenRequest;
import java.util.Optional;
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

  private static final CallAddress ADDRESS =
      new CallAddress(Optional.of("model"), Optional.of(true));

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

  private Dialect caller = Samples.dialect("openai-chat");
  private Dialect provider = caller;
  private byte[] request = {};
  private byte[] chunk = {};
  private StreamReader reader = caller.streamReader();
  private StreamWriter writer = Samples.writer(caller);

  @Setup
  public void choose() {
    String[] names = pair.split(" to ", 2);
    caller = Samples.dialect(names[0]);
    provider = Samples.dialect(names[1]);
    request = Samples.request(caller);
    chunk = Samples.chunk(provider);
  }

  /** Each iteration is one answer, since some writers keep its text for the end. */
  @Setup(Level.Iteration)
  public void begin() {
    reader = provider.streamReader();
    writer = Samples.writer(caller);
    byte[] head = Samples.head(provider);
    reader.accept(head, 0, head.length, writer::write);
  }

  @Benchmark
  public WrittenRequest request() {
    return switch (caller.read(request, ADDRESS)) {
      case Reading.Read(var read) -> provider.write(read, new Losses());
      case Reading.Wrong(_, String message) -> throw new IllegalStateException(message);
    };
  }

  @Benchmark
  public void chunk(Blackhole out) {
    reader.accept(chunk, 0, chunk.length, event -> out.consume(writer.write(event)));
  }
}
