package dev.weir.benchmarks.hot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.canonical.WrittenRequest;
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
import org.openjdk.jmh.infra.Blackhole;

/** A caller of Chat and a provider of Anthropic: one request of 1 KB, one event of the answer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TranslateBenchmark {

  private final Dialect chat = Dialects.of(DialectName.OPENAI_CHAT);
  private final Dialect anthropic = Dialects.of(DialectName.ANTHROPIC);
  private final byte[] request =
      ("{\"model\":\"claude-opus-4-1\",\"stream\":true,\"messages\":[{\"role\":\"system\",\"content\":"
              + "\"be brief\"},{\"role\":\"user\",\"content\":\""
              + "Summarise how a weir regulates the water of a river. ".repeat(18)
              + "\"}]}")
          .getBytes(UTF_8);
  private final byte[] chunk =
      ("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
              + "\"delta\":{\"type\":\"text_delta\",\"text\":\"water flows over it\"}}\n\n")
          .getBytes(UTF_8);
  private final StreamReader reader = anthropic.streamReader();
  private final StreamWriter writer =
      chat.streamWriter(new AnswerContext("r1", "model", true, 1_700_000_000));

  /** Begins the answer, as every chunk finds it. */
  public TranslateBenchmark() {
    byte[] head =
        ("data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\",\"usage\":{}}}\n\n"
                + "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                + "{\"type\":\"text\",\"text\":\"\"}}\n\n")
            .getBytes(UTF_8);
    reader.accept(head, 0, head.length, writer::write);
  }

  @Benchmark
  public WrittenRequest request() {
    return switch (chat.read(request, CallAddress.SAYS_NOTHING)) {
      case Reading.Read(var read) -> anthropic.write(read, new Losses());
      case Reading.Wrong(_, String message) -> throw new IllegalStateException(message);
    };
  }

  @Benchmark
  public void chunk(Blackhole out) {
    reader.accept(chunk, 0, chunk.length, event -> out.consume(writer.write(event)));
  }
}
