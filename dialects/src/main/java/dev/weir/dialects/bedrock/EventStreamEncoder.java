package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes messages of {@code application/vnd.amazon.eventstream}; see {@link EventStreamDecoder}.
 */
final class EventStreamEncoder {

  private static final int STRING = 7;

  private EventStreamEncoder() {}

  static byte[] event(String type, byte[] json) {
    return json("event", EventFrame.EVENT_TYPE, type, json);
  }

  static byte[] exception(String type, byte[] json) {
    return json("exception", EventFrame.EXCEPTION_TYPE, type, json);
  }

  private static byte[] json(String messageType, String typeHeader, String type, byte[] json) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(typeHeader, type);
    headers.put(EventFrame.CONTENT_TYPE, "application/json");
    headers.put(EventFrame.MESSAGE_TYPE, messageType);
    return frame(headers, json);
  }

  /** Names up to 255 bytes, values up to 65,535. */
  static byte[] frame(Map<String, String> headers, byte[] payload) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    headers.forEach((name, value) -> {
      byte[] nameBytes = name.getBytes(UTF_8);
      byte[] valueBytes = value.getBytes(UTF_8);
      if (nameBytes.length > 0xff || valueBytes.length > 0xffff) {
        throw new IllegalArgumentException("the header is too long");
      }
      written.write(nameBytes.length);
      written.writeBytes(nameBytes);
      written.write(STRING);
      written.write(valueBytes.length >> Byte.SIZE);
      written.write(valueBytes.length);
      written.writeBytes(valueBytes);
    });
    int prelude = EventStreamDecoder.PRELUDE_BYTES;
    int crcBytes = EventStreamDecoder.CRC_BYTES;
    int total = Math.addExact(prelude + written.size() + crcBytes, payload.length);
    ByteBuffer frame = ByteBuffer.allocate(total);
    frame.putInt(total).putInt(written.size());
    frame.putInt(EventStreamDecoder.crc(frame.array(), prelude - crcBytes));
    frame.put(written.toByteArray()).put(payload);
    frame.putInt(EventStreamDecoder.crc(frame.array(), total - crcBytes));
    return frame.array();
  }
}
