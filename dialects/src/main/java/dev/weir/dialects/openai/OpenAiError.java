package dev.weir.dialects.openai;

import dev.weir.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An error as OpenAI's clients expect it: {@code {"error":{"message","type","param","code"}}}, with
 * what else Weir has to say under {@code weir}.
 */
public record OpenAiError(
    String message, String type, String param, String code, Map<String, Object> details) {

  private static final byte[] EVENT = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EVENT_END = "\n\n".getBytes(StandardCharsets.US_ASCII);

  /** The type that goes with a status. */
  public static String typeOf(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404, 400, 405, 413, 415, 422, 431 -> "invalid_request_error";
      case 429 -> "rate_limit_error";
      default -> status >= 500 ? "server_error" : "invalid_request_error";
    };
  }

  /** The body of an answer. */
  public byte[] body() {
    StringBuilder json = new StringBuilder(256);
    json.append("{\"error\":{\"message\":").append(quoted(message));
    json.append(",\"type\":").append(quoted(type));
    json.append(",\"param\":").append(param.isEmpty() ? "null" : quoted(param));
    json.append(",\"code\":").append(quoted(code));
    if (!details.isEmpty()) {
      String separator = ",\"weir\":{";
      for (Map.Entry<String, Object> detail : details.entrySet()) {
        json.append(separator).append(quoted(detail.getKey())).append(':');
        Object value = detail.getValue();
        json.append(value instanceof Number ? value.toString() : quoted(value.toString()));
        separator = ",";
      }
      json.append('}');
    }
    return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The same as an event in the middle of a stream; no terminator follows it. */
  public byte[] event() {
    ByteArrayOutputStream event = new ByteArrayOutputStream(256);
    event.writeBytes(EVENT);
    event.writeBytes(body());
    event.writeBytes(EVENT_END);
    return event.toByteArray();
  }

  private static String quoted(String text) {
    return new String(Json.quoted(text), StandardCharsets.UTF_8);
  }
}
