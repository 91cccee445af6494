package dev.weir.proxy.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.sse.SseReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WholeElementsTest {

  private static final String ARRAY =
      " [{\"a\":\"}\\\"\u00e9\"}\n,\r\n{\"b\":[{}, {\"c\":\"]\"}]} , {}\n]\n";

  private final WholeElements elements = new WholeElements();

  @Test
  void holdsAnElementUntilItIsWhole() {
    assertThat(pass("[{\"a\":{")).isEmpty();
    assertThat(pass("}")).isEmpty();
    assertThat(pass("},")).isEqualTo("[{\"a\":{}}");
    assertThat(pass("{}")).isEqualTo(",{}");
  }

  @Test
  void keepsTheBracketForTheEnd() {
    assertThat(pass("[{}\n]\n")).isEqualTo("[{}");
    assertThat(rest()).isEqualTo("\n]\n");
  }

  @Test
  void givesTheSameBytesHoweverTheyAreCut() {
    byte[] all = ARRAY.getBytes(StandardCharsets.UTF_8);
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var whole = new WholeElements();
      var passed = new StringBuilder();
      int at = 0;
      while (at < all.length) {
        int size = Math.min(all.length - at, 1 + random.nextInt(9));
        passed.append(latin(whole.pass(ByteBuffer.wrap(all, at, size))));
        at += size;
      }
      passed.append(latin(whole.rest()));

      assertThat(whole.areBroken()).as("seed %d", seed).isFalse();
      assertThat(passed.toString())
          .as("seed %d", seed)
          .isEqualTo(new String(all, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void isBrokenByWhatIsNoArrayOfObjects() {
    for (String wrong : new String[] {"{}", "[1]", "[{}]{}", "data: {}", "[{}]]"}) {
      var each = new WholeElements();

      each.pass(ByteBuffer.wrap(wrong.getBytes(StandardCharsets.UTF_8)));

      assertThat(each.areBroken()).as(wrong).isTrue();
    }
  }

  @Test
  void holdsNoElementBeyondTheLimit() {
    byte[] part = ("[{\"a\":\"" + "x".repeat(1024 * 1024)).getBytes(StandardCharsets.UTF_8);
    byte[] more = "y".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
    assertThat(latin(elements.pass(ByteBuffer.wrap(part)))).isEmpty();

    for (int held = part.length; held <= SseReader.EVENT_BYTES_MAX; held += more.length) {
      assertThat(elements.areBroken()).isFalse();
      assertThat(latin(elements.pass(ByteBuffer.wrap(more)))).isEmpty();
    }

    assertThat(elements.areBroken()).isTrue();
    assertThat(pass("\"},{}")).isEmpty();
  }

  private String pass(String text) {
    return latin(elements.pass(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  private String rest() {
    return latin(elements.rest());
  }

  private static String latin(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
  }
}
