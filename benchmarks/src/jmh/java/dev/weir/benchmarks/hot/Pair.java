package dev.weir.benchmarks.hot;

import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.WrittenRequest;
import java.util.Optional;

/** A caller of one dialect and a provider of another. */
record Pair(Dialect caller, Dialect provider) {

  private static final CallAddress ADDRESS =
      new CallAddress(Optional.of("model"), Optional.of(true));

  /** {@code text}: two names with {@code to} between them. */
  static Pair named(String text) {
    String[] names = text.split(" to ", 2);
    return new Pair(Samples.dialect(names[0]), Samples.dialect(names[1]));
  }

  CanonicalRequest read(byte[] request) {
    return switch (caller.read(request, ADDRESS)) {
      case Reading.Read(var read) -> read;
      case Reading.Wrong(_, String message) -> throw new IllegalStateException(message);
    };
  }

  WrittenRequest translate(byte[] request) {
    return provider.write(read(request), new Losses());
  }
}
