package dev.weir.benchmarks.hot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.StreamFormat;
import dev.weir.dialects.masking.RequestMasking;
import dev.weir.dialects.text.TextStream;
import dev.weir.governance.detection.TextScan;
import dev.weir.governance.detection.pii.PiiRules;
import dev.weir.governance.masking.MaskingLimits;
import dev.weir.governance.masking.MaskingRules;
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

/** Restoring values in one event of a stream. The goal is 20 microseconds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RestoreBenchmark {

  private static final int VALUES = 50;

  private final byte[] plain = event(" word");
  private final byte[] whole = event(" <EMAIL_ADDRESS_7>,");
  private final byte[] first = event(" <EMAIL");
  private final byte[] second = event("_ADDRESS_7>");
  private final TextStream stream = stream();

  private static TextStream stream() {
    StringBuilder prompt = new StringBuilder();
    for (int i = 0; i < VALUES; i++) {
      prompt.append(" person").append(i).append("@example.org");
    }
    byte[] body = ("{\"messages\":[{\"content\":\"" + prompt + "\"}]}").getBytes(UTF_8);
    var detector = TextScan.of(PiiRules.all());
    var masking = new RequestMasking(MaskingRules.REPLACE_ALL, MaskingLimits.DEFAULT);
    var outcome =
        masking.mask(
            DialectName.OPENAI_CHAT, body, body.length, "", (text, _) -> detector.scan(text));
    return switch (outcome) {
      case RequestMasking.Outcome.Changed(_, var restoring) ->
          restoring.stream(StreamFormat.EVENTS);
      case RequestMasking.Outcome.Unchanged _, RequestMasking.Outcome.Refused _ ->
          throw new IllegalStateException("the prompt has addresses");
    };
  }

  private static byte[] event(String text) {
    return """
    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"echo-small",\
    "choices":[{"index":0,"delta":{"content":"%s"},"logprobs":null,"finish_reason":null}],"usage":null}

    """
        .formatted(text)
        .getBytes(UTF_8);
  }

  @Benchmark
  public ByteBuffer plain() {
    return stream.accept(ByteBuffer.wrap(plain));
  }

  @Benchmark
  public ByteBuffer placeholder() {
    return stream.accept(ByteBuffer.wrap(whole));
  }

  /** Two events. */
  @Benchmark
  public ByteBuffer placeholderInTwoPieces() {
    stream.accept(ByteBuffer.wrap(first));
    return stream.accept(ByteBuffer.wrap(second));
  }
}
