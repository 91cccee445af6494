package dev.weir.benchmarks.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes that the upstream sends, made once. Its one thread reuses them. */
final class Answers {

  /** What stands before the 19 digits of the moment at which an event was written. */
  static final String STAMP_PREFIX = "fp_";

  private static final int STAMP_DIGITS = 19;

  private static final String MODELS =
      """
      {"object":"list","data":[{"id":"chat","object":"model","created":1700000000,\
      "owned_by":"bench"}]}\
      """;

  private static final String STREAM_HEAD =
      """
      HTTP/1.1 200 OK\r
      content-type: text/event-stream\r
      cache-control: no-cache\r
      transfer-encoding: chunked\r
      \r
      """;

  private final ByteBuffer completion = direct(json("200 OK", completionBody()));
  private final ByteBuffer models = direct(json("200 OK", MODELS));
  private final ByteBuffer tooLarge =
      direct(json("413 Content Too Large", "{\"error\":{\"message\":\"too large\"}}"));
  private final ByteBuffer unsized =
      direct(json("411 Length Required", "{\"error\":{\"message\":\"send content-length\"}}"));
  private final ByteBuffer ending =
      direct(chunk(usageEvent()) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");
  private final ByteBuffer opening = direct(STREAM_HEAD + chunk(event()));
  private final ByteBuffer event = direct(chunk(event()));
  private final int stampInOpening = stampOffset(STREAM_HEAD + chunk(event()));
  private final int stampInEvent = stampOffset(chunk(event()));

  ByteBuffer completion() {
    return completion.rewind();
  }

  ByteBuffer models() {
    return models.rewind();
  }

  ByteBuffer tooLarge() {
    return tooLarge.rewind();
  }

  ByteBuffer unsized() {
    return unsized.rewind();
  }

  /** The head of a stream with its first event. */
  ByteBuffer opening(long nanoTime) {
    stamp(opening, stampInOpening, nanoTime);
    return opening.rewind();
  }

  ByteBuffer event(long nanoTime) {
    stamp(event, stampInEvent, nanoTime);
    return event.rewind();
  }

  /** The usage event, the terminator and the end of the body. */
  ByteBuffer ending() {
    return ending.rewind();
  }

  private static void stamp(ByteBuffer buffer, int offset, long nanoTime) {
    long rest = nanoTime;
    for (int i = STAMP_DIGITS - 1; i >= 0; i--) {
      buffer.put(offset + i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }

  private static int stampOffset(String text) {
    return text.indexOf(STAMP_PREFIX) + STAMP_PREFIX.length();
  }

  private static String event() {
    return "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        + "\"model\":\"bench-1\",\"system_fingerprint\":\""
        + STAMP_PREFIX
        + "0".repeat(STAMP_DIGITS)
        + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" weir\"},\"finish_reason\":null}]}\n\n";
  }

  private static String usageEvent() {
    return "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        + "\"model\":\"bench-1\",\"choices\":[],\"usage\":"
        + usage()
        + "}\n\n";
  }

  private static String completionBody() {
    return "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1700000000,"
        + "\"model\":\"bench-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
        + "A weir measures the stream without stopping it. ".repeat(15).strip()
        + "\"},\"finish_reason\":\"stop\"}],\"usage\":"
        + usage()
        + "}";
  }

  private static String usage() {
    return "{\"prompt_tokens\":250,\"completion_tokens\":165,\"total_tokens\":415}";
  }

  private static String json(String status, String body) {
    return "HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  private static String chunk(String data) {
    return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
  }

  private static ByteBuffer direct(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
