package dev.weir.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseReaderTest {

  private static final String SIZED =
      "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello";
  private static final String CHUNKED =
      """
      HTTP/1.1 429 No\r
      Transfer-Encoding: chunked\r
      \r
      5\r
      hello\r
      b;a=b\r
      , big world\r
      0\r
      x: y\r
      \r
      """;

  private final ResponseReader reader = new ResponseReader();
  private final StringBuilder body = new StringBuilder();

  @ParameterizedTest
  @MethodSource("pieceSizes")
  void findsTheEndOfASizedBodyHoweverItArrives(int pieceBytes) throws IOException {
    assertThat(endsIn(SIZED, pieceBytes)).isEqualTo(1);
    assertThat(reader.status()).isEqualTo(200);
    assertThat(body).hasToString("hello");
  }

  @ParameterizedTest
  @MethodSource("pieceSizes")
  void findsTheEndOfAChunkedBodyHoweverItArrives(int pieceBytes) throws IOException {
    assertThat(endsIn(CHUNKED, pieceBytes)).isEqualTo(1);
    assertThat(reader.status()).isEqualTo(429);
    assertThat(body).hasToString("hello, big world");
  }

  @ParameterizedTest
  @MethodSource("pieceSizes")
  void beginsAgainAfterAResponse(int pieceBytes) throws IOException {
    assertThat(endsIn(CHUNKED, pieceBytes)).isEqualTo(1);
    assertThat(endsIn(SIZED, pieceBytes)).isEqualTo(1);
    assertThat(reader.status()).isEqualTo(200);
  }

  @Test
  void takesAnEmptyBodyAsEnded() throws IOException {
    assertThat(endsIn("HTTP/1.1 204 No Content\r\n\r\n", 100)).isEqualTo(1);
  }

  @Test
  void refusesAChunkWithoutASize() {
    assertThatThrownBy(
            () -> endsIn("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", 100))
        .isInstanceOf(IOException.class);
  }

  static IntStream pieceSizes() {
    return IntStream.of(1, 2, 3, 7, 16, 61, 1_000);
  }

  private int endsIn(String text, int pieceBytes) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    int ends = 0;
    for (int from = 0; from < bytes.length; from += pieceBytes) {
      ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(pieceBytes, bytes.length - from));
      if (reader.read(piece, this::take)) {
        ends++;
      }
    }
    return ends;
  }

  private void take(ByteBuffer part) {
    while (part.hasRemaining()) {
      body.append((char) part.get());
    }
  }
}
