package dev.weir.proxy.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.text.TextStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RestoredStreamTest {

  @Test
  void givesNothingAfterItsEnd() {
    RestoredStream stream = new RestoredStream(new PassingFlow(), new Same());

    ByteBuffer last = stream.restoredLast(bytes("last"));

    assertThat(text(last)).isEqualTo("lastheld");
    assertThat(text(stream.restored(bytes("more")))).isEmpty();
    assertThat(text(stream.restoredLast(bytes("again")))).isEqualTo("again");
  }

  @Test
  void endsOnlyAfterWhatIsBeingRestored() throws InterruptedException {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Thread[] ends = new Thread[1];
    RestoredStream[] stream = new RestoredStream[1];
    stream[0] =
        new RestoredStream(
            new PassingFlow(),
            new Same() {
              @Override
              public ByteBuffer accept(ByteBuffer bytes) {
                if (text(bytes).equals("part")) {
                  ends[0] =
                      Thread.ofPlatform()
                          .start(() -> {
                            var _ = stream[0].restoredLast(bytes("last"));
                            order.add("end");
                          });
                  while (ends[0].isAlive() && ends[0].getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                  }
                  order.add("part");
                }
                return bytes;
              }
            });

    var _ = stream[0].restored(bytes("part"));
    ends[0].join();

    assertThat(order).containsExactly("part", "end");
  }

  /** Changes nothing, and holds a word to the end. */
  private static class Same implements TextStream {

    @Override
    public ByteBuffer accept(ByteBuffer bytes) {
      return bytes;
    }

    @Override
    public ByteBuffer finish() {
      return bytes("held");
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }
}
