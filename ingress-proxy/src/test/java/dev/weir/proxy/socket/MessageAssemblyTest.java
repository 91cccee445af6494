package dev.weir.proxy.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxy.socket.MessageAssembly.Added;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message from its frames, within its limits. */
final class MessageAssemblyTest {

  private static final SocketLimits LIMITS =
      new SocketLimits(
          1, 4_000, 100, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

  private final Room room = new Room(10_000);
  private final MessageAssembly assembly = new MessageAssembly(LIMITS, room);

  /** Counts what is claimed. */
  private static final class Room implements MessageRoom {

    private final long max;
    private long claimed;

    Room(long max) {
      this.max = max;
    }

    @Override
    public boolean claim(long bytes) {
      if (claimed + bytes > max) {
        return false;
      }
      claimed += bytes;
      return true;
    }

    @Override
    public void release(long bytes) {
      claimed -= bytes;
    }
  }

  private Added add(String text, boolean last) {
    return assembly.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), last);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void putsAnyPiecesTogetherAndGivesAllRoomBack(long seed) {
    var random = new SplittableRandom(seed);
    byte[] whole = new byte[random.nextInt(1, 4_001)];
    random.nextBytes(whole);
    int at = 0;
    while (at < whole.length) {
      int piece = Math.min(whole.length - at, random.nextInt(60, 2_000));
      boolean last = at + piece == whole.length;
      assertThat(assembly.add(ByteBuffer.wrap(whole, at, piece), last))
          .isEqualTo(last ? Added.WHOLE : Added.MORE_TO_COME);
      at += piece;
    }

    TextMessage message = assembly.take();
    assertThat(message.view()).isEqualTo(ByteBuffer.wrap(whole));
    assertThat(room.claimed).isBetween((long) whole.length, 4_000L);
    message.release();
    message.release();
    assertThat(room.claimed).isZero();
  }

  @Test
  void givesUpWhatIsTooLarge() {
    assertThat(add("x".repeat(3_000), false)).isEqualTo(Added.MORE_TO_COME);
    assertThat(add("x".repeat(1_001), true)).isEqualTo(Added.TOO_LARGE);
    assertThat(room.claimed).isZero();
  }

  @Test
  void givesUpWhatComesInTooManyFrames() {
    for (int i = 0; i < 100; i++) {
      assertThat(add("", false)).isEqualTo(Added.MORE_TO_COME);
    }
    assertThat(add("", true)).isEqualTo(Added.TOO_MANY_FRAMES);
  }

  @Test
  void givesUpWhatThereIsNoRoomFor() {
    assertThat(room.claim(9_000)).isTrue();

    assertThat(add("x".repeat(1_500), true)).isEqualTo(Added.NO_ROOM);
    assertThat(room.claimed).isEqualTo(9_000);
  }

  @Test
  void knowsTextFromOtherBytes() {
    add("héllo", true);
    assertThat(assembly.isUtf8()).isTrue();
    assembly.drop();
    assembly.add(ByteBuffer.wrap(new byte[] {'a', (byte) 0xc3}), true);
    assertThat(assembly.isUtf8()).isFalse();
    assembly.drop();
    assembly.add(ByteBuffer.wrap(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}), true);
    assertThat(assembly.isUtf8()).isFalse();
    assembly.drop();
    add("é".repeat(1_999), true);
    assertThat(assembly.isUtf8()).isTrue();
  }
}
