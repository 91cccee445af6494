package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventStreamTest {

  private final List<EventFrame> frames = new ArrayList<>();
  private final EventStreamDecoder decoder = new EventStreamDecoder();

  private boolean accept(byte[] bytes) {
    return decoder.accept(bytes, 0, bytes.length, frames::add);
  }

  @Test
  void writesTheLayoutThatAwsDocuments() {
    byte[] empty = EventStreamEncoder.frame(Map.of(), new byte[0]);

    // The empty message among AWS's test vectors of the format.
    assertThat(empty)
        .containsExactly(0, 0, 0, 0x10, 0, 0, 0, 0, 0x05, 0xc2, 0x48, 0xeb, 0x7d, 0x98, 0xc8, 0xff);
  }

  @Test
  void readsWhatItWrites() {
    byte[] frame = EventStreamEncoder.event("messageStop", "{\"a\":\"\u20ac\"}".getBytes(UTF_8));

    assertThat(accept(frame)).isTrue();
    assertThat(accept(frame)).isTrue();

    assertThat(frames).hasSize(2);
    assertThat(frames.getLast().headers())
        .containsEntry(":message-type", "event")
        .containsEntry(":event-type", "messageStop")
        .containsEntry(":content-type", "application/json");
    assertThat(frames.getLast().payload()).asString(UTF_8).isEqualTo("{\"a\":\"\u20ac\"}");
  }

  @Test
  void passesOverHeadersOfEveryType() {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    int[] lengths = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};
    for (int type = 0; type < lengths.length; type++) {
      headers.writeBytes(new byte[] {1, (byte) ('a' + type), (byte) type});
      headers.writeBytes(lengths[type] < 0 ? new byte[] {0, 1, 'v'} : new byte[lengths[type]]);
    }

    assertThat(accept(raw(headers.toByteArray(), headers.size()))).isTrue();
    assertThat(frames.getFirst().headers()).isEqualTo(Map.of("h", "v"));
  }

  @Test
  void findsEveryAlteredByte() {
    byte[] frame = EventStreamEncoder.event("metadata", "{\"usage\":{}}".getBytes(UTF_8));
    for (int at = 0; at < frame.length; at++) {
      byte[] altered = frame.clone();
      altered[at] ^= 0x10;
      EventStreamDecoder fresh = new EventStreamDecoder();

      boolean whole = fresh.accept(altered, 0, altered.length, frames::add);

      assertThat(whole).as("byte " + at).isFalse();
    }
    assertThat(frames).isEmpty();
  }

  @Test
  void staysBroken() {
    assertThat(accept("<html>no frames here</html>".getBytes(UTF_8))).isFalse();
    assertThat(accept(EventStreamEncoder.event("x", new byte[0]))).isFalse();
    assertThat(frames).isEmpty();
  }

  @Test
  void takesNoFrameOfMoreThanItsLimit() {
    assertThat(accept(prelude(EventStreamDecoder.FRAME_BYTES_MAX + 1, 0))).isFalse();
  }

  @Test
  void takesNoFrameThatIsShorterThanItsHeaders() {
    assertThat(accept(prelude(30, 20))).isFalse();
  }

  @Test
  void takesNoHeaderOfAnUnknownTypeOrLength() {
    assertThat(accept(raw(new byte[] {1, 'a', 99}, 3))).isFalse();
    assertThat(new EventStreamDecoder().accept(raw(new byte[] {9}, 1), 0, 17, frames::add))
        .isFalse();
  }

  private static byte[] prelude(int total, int headers) {
    ByteBuffer out = ByteBuffer.allocate(12).putInt(total).putInt(headers);
    return out.putInt(EventStreamDecoder.crc(out.array(), 8)).array();
  }

  /** A frame with right sums around any headers. */
  private static byte[] raw(byte[] headers, int length) {
    ByteBuffer out = ByteBuffer.allocate(16 + length);
    out.put(prelude(16 + length, length)).put(headers);
    return out.putInt(EventStreamDecoder.crc(out.array(), 12 + length)).array();
  }
}
