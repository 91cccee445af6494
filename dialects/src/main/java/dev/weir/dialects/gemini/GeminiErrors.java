package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.json.Json;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code {"error":{"code","message","status","details"}}}, as Google's APIs write errors (AIP-193);
 * {@code RetryInfo} among the details says when to come back.
 */
final class GeminiErrors {

  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

  /** A longer wait is no wait. */
  private static final BigDecimal RETRY_SECONDS_MAX = BigDecimal.valueOf(1_000_000);

  private GeminiErrors() {}

  static ProviderError read(int status, byte[] body) {
    JsonNode document = Json.tree(body, 0, body.length).orElse(Json.newObject());
    // A stream that failed at once may come as an array of one.
    JsonNode error = (document.isArray() ? document.path(0) : document).path("error");
    String message = error.path("message").asText("");
    String name = error.path("status").asText("");
    return new ProviderError(
        status,
        ErrorKind.ofStatus(status),
        message.isEmpty() ? "The provider answered with status " + status + "." : message,
        name.isEmpty() ? Optional.empty() : Optional.of(name),
        retryAfter(error.path("details")));
  }

  private static OptionalLong retryAfter(JsonNode details) {
    for (JsonNode detail : details) {
      String delay = detail.path("retryDelay").asText("");
      if (delay.matches("\\d{1,9}(\\.\\d{1,9})?s")) {
        BigDecimal seconds = new BigDecimal(delay.substring(0, delay.length() - 1));
        return OptionalLong.of(seconds.min(RETRY_SECONDS_MAX).movePointRight(3).longValue());
      }
    }
    return OptionalLong.empty();
  }

  static AnswerEvent.Failed inStream(JsonNode error) {
    int code = error.path("code").asInt(500);
    String message = error.path("message").asText("");
    return new AnswerEvent.Failed(
        ErrorKind.ofStatus(code), message.isEmpty() ? "The provider failed." : message);
  }

  static byte[] write(ProviderError error) {
    ObjectNode root = tree(error.status(), error.kind(), error.message());
    error
        .retryAfterMillis()
        .ifPresent(millis -> {
          ObjectNode retry = root.withObject("error").putArray("details").addObject();
          retry.put("@type", RETRY_INFO);
          retry.put("retryDelay", BigDecimal.valueOf(millis, 3).toPlainString() + "s");
        });
    return Json.bytes(root);
  }

  static ObjectNode tree(int code, ErrorKind kind, String message) {
    ObjectNode root = Json.newObject();
    ObjectNode error = root.putObject("error");
    error.put("code", code);
    error.put("message", message);
    error.put("status", nameOf(kind));
    return root;
  }

  private static String nameOf(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, TOO_LARGE, CONTENT_BLOCKED -> "INVALID_ARGUMENT";
      case AUTHENTICATION -> "UNAUTHENTICATED";
      case BILLING -> "FAILED_PRECONDITION";
      case PERMISSION -> "PERMISSION_DENIED";
      case NOT_FOUND -> "NOT_FOUND";
      case CONFLICT -> "ABORTED";
      case RATE_LIMITED -> "RESOURCE_EXHAUSTED";
      case INTERNAL, TRUNCATED -> "INTERNAL";
      case OVERLOADED -> "UNAVAILABLE";
      case TIMEOUT -> "DEADLINE_EXCEEDED";
    };
  }
}
