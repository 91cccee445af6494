package dev.weir.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventScannerTest {

  private static final String STREAM =
      """
      : a comment

      data: {"system_fingerprint":"fp_0000000000000000042","x":1}

      event: other
      data: {"system_fingerprint":"fp_0000000000000000043"}

      data: {"usage":{}}

      data: [DONE]

      """;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 1_000})
  void reportsEachStampedEventOnce(int pieceBytes) {
    List<Long> stamps = new ArrayList<>();
    EventScanner scanner = new EventScanner();
    byte[] bytes = STREAM.getBytes(StandardCharsets.US_ASCII);

    for (int from = 0; from < bytes.length; from += pieceBytes) {
      int count = Math.min(pieceBytes, bytes.length - from);
      scanner.scan(ByteBuffer.wrap(bytes, from, count), stamps::add);
    }

    assertThat(stamps).containsExactly(42L, 43L);
  }
}
