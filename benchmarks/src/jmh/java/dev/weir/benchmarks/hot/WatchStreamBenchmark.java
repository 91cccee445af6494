package dev.weir.benchmarks.hot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.openai.ChatStream;
import java.nio.ByteBuffer;
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

/** Watching one event of a stream pass. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WatchStreamBenchmark {

  private final byte[] event =
      """
      data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"echo-small",\
      "choices":[{"index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}],"usage":null}

      """
          .getBytes(UTF_8);
  private final ChatStream stream = new ChatStream(false);

  @Benchmark
  public ByteBuffer watch() {
    return stream.accept(event, 0, event.length);
  }
}
