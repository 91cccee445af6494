package dev.weir.benchmarks.hot;

import dev.weir.governance.privacy.ContentCipher;
import dev.weir.governance.privacy.DataKey;
import dev.weir.governance.privacy.NonceSequence;
import dev.weir.governance.privacy.SealedContent;
import java.security.SecureRandom;
import java.time.Instant;
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

/** Sealing content before it goes into the log: a prompt of 1 KB, and a full frame of 16 KiB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SealBenchmark {

  @Param({"1024", "16384"})
  int bytes;

  private final ContentCipher cipher =
      new ContentCipher(new DataKey("bench", "bench1", Instant.EPOCH, new byte[32]));
  private final NonceSequence nonces = new NonceSequence(new SecureRandom());
  private byte[] content = {};

  @Setup
  public void fill() {
    content = new byte[bytes];
  }

  @Benchmark
  public SealedContent seal() {
    return cipher.seal(content, "0199c5d0-0000-7000-8000-000000000000", nonces.next());
  }
}
