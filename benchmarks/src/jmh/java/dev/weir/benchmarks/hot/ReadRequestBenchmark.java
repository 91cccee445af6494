package dev.weir.benchmarks.hot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.openai.ChatRequestReader;
import dev.weir.dialects.openai.RequestReading;
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

/** Reading what a request of 1 KB says of its model, its stream and its tokens. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReadRequestBenchmark {

  private final byte[] body =
      """
      {"model":"echo-small","stream":true,"max_tokens":256,"messages":[{"role":"user","content":"%s"}]}\
      """
          .formatted("word ".repeat(185))
          .getBytes(UTF_8);

  @Benchmark
  public RequestReading read() {
    return ChatRequestReader.read(body, body.length);
  }
}
