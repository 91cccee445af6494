package dev.weir.proxy.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.sse.SseReader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WholeEventsTest {

  private static final String STREAM =
      "event: a\ndata: {\"t\":\"\u00e9\"}\n\n: ping\n\ndata: x\r\n\r\ndata: y\ndata: z\n\n";

  private final WholeEvents events = new WholeEvents();

  @Test
  void passesWholeEventsAsTheyAre() {
    assertThat(pass(STREAM)).isEqualTo(STREAM);
    assertThat(text(events.rest())).isEmpty();
  }

  @Test
  void holdsAnEventUntilItIsWhole() {
    assertThat(pass("data: one\n\ndata: tw")).isEqualTo("data: one\n\n");
    assertThat(pass("o\n")).isEmpty();
    assertThat(pass("\n")).isEqualTo("data: two\n\n");
  }

  @Test
  void givesTheLastEventWithoutAnEmptyLineAtTheEnd() {
    assertThat(pass("data: last")).isEmpty();
    assertThat(text(events.rest())).isEqualTo("data: last");
  }

  @Test
  void givesTheSameBytesHoweverTheyAreCut() {
    byte[] all = STREAM.repeat(5).getBytes(StandardCharsets.UTF_8);
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var whole = new WholeEvents();
      var passed = new StringBuilder();
      int at = 0;
      while (at < all.length) {
        int size = Math.min(all.length - at, 1 + random.nextInt(20));
        passed.append(
            text(whole.pass(ByteBuffer.wrap(all, at, size)), StandardCharsets.ISO_8859_1));
        at += size;
      }
      passed.append(text(whole.rest(), StandardCharsets.ISO_8859_1));

      assertThat(passed.toString())
          .as("seed %d", seed)
          .isEqualTo(new String(all, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void takesALargeEventByteByByte() {
    // A copy of all that is held for each byte would be more than a hundred gigabytes.
    byte[] large = ("data: " + "x".repeat(500_000) + "\n\n").getBytes(StandardCharsets.UTF_8);
    var passed = new StringBuilder();
    for (int i = 0; i < large.length; i++) {
      passed.append(text(events.pass(ByteBuffer.wrap(large, i, 1))));
    }

    assertThat(passed.toString()).isEqualTo(new String(large, StandardCharsets.UTF_8));
    assertThat(text(events.rest())).isEmpty();
  }

  @Test
  void breaksWithAnEventBeyondTheLimitHoweverItIsCut() {
    String endless = "data: " + "x".repeat(SseReader.EVENT_BYTES_MAX);

    assertThat(pass("data: a\n\n" + endless)).isEqualTo("data: a\n\n");
    assertThat(events.areBroken()).isTrue();
    assertThat(pass("\n\ndata: b\n\n")).isEmpty();

    var inOnePiece = new WholeEvents();
    byte[] all = ("data: a\n\n" + endless + "\n\n").getBytes(StandardCharsets.UTF_8);
    assertThat(text(inOnePiece.pass(ByteBuffer.wrap(all)))).isEqualTo("data: a\n\n");
    assertThat(inOnePiece.areBroken()).isTrue();
  }

  private String pass(String text) {
    return text(events.pass(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  private static String text(ByteBuffer bytes) {
    return text(bytes, StandardCharsets.UTF_8);
  }

  private static String text(ByteBuffer bytes, Charset charset) {
    return charset.decode(bytes.duplicate()).toString();
  }
}
