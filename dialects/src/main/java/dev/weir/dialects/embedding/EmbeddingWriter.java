package dev.weir.dialects.embedding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Writes an answer as OpenAI's endpoint does. */
public final class EmbeddingWriter {

  private EmbeddingWriter() {}

  /**
   * Writes the body of an answer.
   *
   * @param model as the caller named it
   * @param inputTokens counted or estimated
   * @param base64 as in {@link EmbeddingRequest}
   */
  public static byte[] write(
      EmbeddingAnswer answer, String model, long inputTokens, boolean base64) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    put(out, "{\"object\":\"list\",\"data\":[");
    int index = 0;
    for (float[] vector : answer.vectors()) {
      put(out, index == 0 ? "{" : ",{");
      put(out, "\"object\":\"embedding\",\"index\":" + index++ + ",\"embedding\":");
      put(out, base64 ? encoded(vector) : numbers(vector));
      put(out, "}");
    }
    put(out, "],\"model\":");
    out.writeBytes(Json.quoted(model));
    put(out, ",\"usage\":{\"prompt_tokens\":" + inputTokens);
    put(out, ",\"total_tokens\":" + inputTokens + "}}");
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, String ascii) {
    out.writeBytes(ascii.getBytes(US_ASCII));
  }

  private static String encoded(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return '"' + Base64.getEncoder().encodeToString(bytes.array()) + '"';
  }

  /** The shortest digits that read as the same float. */
  private static String numbers(float[] vector) {
    StringBuilder text = new StringBuilder(vector.length * 12).append('[');
    for (int i = 0; i < vector.length; i++) {
      text.append(i == 0 ? "" : ",").append(vector[i]);
    }
    return text.append(']').toString();
  }
}
