package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** {@code {"error":{"code","message","status","details"}}} (google.rpc.Status). */
final class GeminiErrors {

  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
  private static final String ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo";

  /** A name of google.rpc.Code. */
  private static final Pattern STATUS = Pattern.compile("[A-Z]+(_[A-Z]+)*");

  private static final BigDecimal RETRY_SECONDS_MAX = BigDecimal.valueOf(86_400);

  private GeminiErrors() {}

  static ProviderError read(int status, byte[] body) {
    JsonNode root = Json.tree(body, 0, body.length).orElse(Json.newObject());
    // A stream that is an array has its error in one, too.
    JsonNode error = (root.isArray() ? root.path(0) : root).path("error");
    String message = error.isTextual() ? error.textValue() : error.path("message").asText("");
    String name = error.path("status").asText("");
    return new ProviderError(
        status,
        hasReason(error, "API_KEY_INVALID") ? ErrorKind.AUTHENTICATION : ErrorKind.ofStatus(status),
        message.isEmpty() ? "The provider answered with status " + status + "." : message,
        name.isEmpty() ? Optional.empty() : Optional.of(name),
        retryAfterMillis(error));
  }

  /** A wrong key is an invalid argument to Google, with this reason. */
  private static boolean hasReason(JsonNode error, String reason) {
    for (JsonNode each : error.path("details")) {
      if (each.path("reason").asText("").equals(reason)) {
        return true;
      }
    }
    return false;
  }

  /** As a duration of ProtoJSON: {@code 3s}, {@code 34.4s}. */
  private static OptionalLong retryAfterMillis(JsonNode error) {
    for (JsonNode each : error.path("details")) {
      String delay = each.path("retryDelay").asText("");
      if (each.path("@type").asText("").equals(RETRY_INFO)
          && delay.matches("[0-9]{1,12}(\\.[0-9]{1,9})?s")) {
        BigDecimal seconds = new BigDecimal(delay.substring(0, delay.length() - 1));
        return OptionalLong.of(
            seconds
                .min(RETRY_SECONDS_MAX)
                .movePointRight(3)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact());
      }
    }
    return OptionalLong.empty();
  }

  /** The error in the middle of a stream. */
  static AnswerEvent.Failed inStream(JsonNode error) {
    String message = error.isTextual() ? error.textValue() : error.path("message").asText("");
    JsonNode code = error.path("code");
    ErrorKind kind =
        code.isInt() && code.intValue() >= 400
            ? ErrorKind.ofStatus(code.intValue())
            : kindOf(error.path("status").asText(""));
    return new AnswerEvent.Failed(kind, message.isEmpty() ? "The provider failed." : message);
  }

  private static ErrorKind kindOf(String status) {
    return switch (status) {
      case "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE" -> ErrorKind.INVALID_REQUEST;
      case "UNAUTHENTICATED" -> ErrorKind.AUTHENTICATION;
      case "PERMISSION_DENIED" -> ErrorKind.PERMISSION;
      case "NOT_FOUND" -> ErrorKind.NOT_FOUND;
      case "ABORTED", "ALREADY_EXISTS" -> ErrorKind.CONFLICT;
      case "RESOURCE_EXHAUSTED" -> ErrorKind.RATE_LIMITED;
      case "UNAVAILABLE" -> ErrorKind.OVERLOADED;
      case "DEADLINE_EXCEEDED" -> ErrorKind.TIMEOUT;
      default -> ErrorKind.INTERNAL;
    };
  }

  /**
   * A code that is finer than Google's names, such as Weir's own, stands where Google's servers
   * have theirs: in an {@code ErrorInfo} (google.aip.dev/193).
   */
  static byte[] write(ProviderError error) {
    ObjectNode root = tree(error.status(), error.kind(), error.message());
    ArrayNode details = Json.newArray();
    error
        .code()
        .filter(it -> !STATUS.matcher(it).matches())
        .ifPresent(it -> details.addObject().put("@type", ERROR_INFO).put("reason", it));
    if (error.retryAfterMillis().isPresent()) {
      BigDecimal seconds =
          BigDecimal.valueOf(error.retryAfterMillis().getAsLong(), 3).stripTrailingZeros();
      details.addObject().put("@type", RETRY_INFO).put("retryDelay", seconds.toPlainString() + "s");
    }
    if (!details.isEmpty()) {
      ((ObjectNode) root.path("error")).set("details", details);
    }
    return Json.bytes(root);
  }

  static ObjectNode tree(int status, ErrorKind kind, String message) {
    ObjectNode root = Json.newObject();
    root.putObject("error")
        .put("code", status)
        .put("message", message)
        .put("status", statusOf(kind));
    return root;
  }

  private static String statusOf(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, TOO_LARGE, CONTENT_BLOCKED -> "INVALID_ARGUMENT";
      case AUTHENTICATION -> "UNAUTHENTICATED";
      case BILLING -> "FAILED_PRECONDITION";
      case PERMISSION -> "PERMISSION_DENIED";
      case NOT_FOUND -> "NOT_FOUND";
      case CONFLICT -> "ABORTED";
      case RATE_LIMITED -> "RESOURCE_EXHAUSTED";
      case INTERNAL -> "INTERNAL";
      case TRUNCATED, OVERLOADED -> "UNAVAILABLE";
      case TIMEOUT -> "DEADLINE_EXCEEDED";
    };
  }
}
