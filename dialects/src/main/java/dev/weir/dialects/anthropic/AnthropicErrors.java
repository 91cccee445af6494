package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.json.Json;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code {"type":"error","error":{"type","message"},"request_id"}}, in documents and in streams
 * (platform.claude.com/docs/en/api/errors).
 */
final class AnthropicErrors {

  private AnthropicErrors() {}

  static ProviderError read(int status, byte[] body) {
    JsonNode error =
        Json.tree(body, 0, body.length).map(it -> it.path("error")).orElse(Json.newObject());
    String message = messageOf(error);
    return new ProviderError(
        status,
        ofType(error.path("type").asText("")).orElse(ErrorKind.ofStatus(status)),
        message.isEmpty() ? "The provider answered with status " + status + "." : message,
        Optional.empty(),
        OptionalLong.empty());
  }

  /** The error in the middle of a stream, whose status was 200. */
  static AnswerEvent.Failed inStream(JsonNode error) {
    String message = messageOf(error);
    return new AnswerEvent.Failed(
        ofType(error.path("type").asText("")).orElse(ErrorKind.INTERNAL),
        message.isEmpty() ? "The provider failed." : message);
  }

  /** Some servers write a string where the object belongs. */
  private static String messageOf(JsonNode error) {
    return error.isTextual() ? error.textValue() : error.path("message").asText("");
  }

  private static Optional<ErrorKind> ofType(String type) {
    return switch (type) {
      case "invalid_request_error" -> Optional.of(ErrorKind.INVALID_REQUEST);
      case "authentication_error" -> Optional.of(ErrorKind.AUTHENTICATION);
      case "billing_error" -> Optional.of(ErrorKind.BILLING);
      case "permission_error" -> Optional.of(ErrorKind.PERMISSION);
      case "not_found_error" -> Optional.of(ErrorKind.NOT_FOUND);
      case "conflict_error" -> Optional.of(ErrorKind.CONFLICT);
      case "request_too_large" -> Optional.of(ErrorKind.TOO_LARGE);
      case "rate_limit_error" -> Optional.of(ErrorKind.RATE_LIMITED);
      case "api_error" -> Optional.of(ErrorKind.INTERNAL);
      case "timeout_error" -> Optional.of(ErrorKind.TIMEOUT);
      case "overloaded_error" -> Optional.of(ErrorKind.OVERLOADED);
      default -> Optional.empty();
    };
  }

  static ObjectNode tree(ErrorKind kind, String message) {
    ObjectNode root = Json.newObject().put("type", "error");
    root.putObject("error").put("type", typeOf(kind)).put("message", message);
    return root;
  }

  private static String typeOf(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, CONTENT_BLOCKED -> "invalid_request_error";
      case AUTHENTICATION -> "authentication_error";
      case BILLING -> "billing_error";
      case PERMISSION -> "permission_error";
      case NOT_FOUND -> "not_found_error";
      case CONFLICT -> "conflict_error";
      case TOO_LARGE -> "request_too_large";
      case RATE_LIMITED -> "rate_limit_error";
      case INTERNAL, TRUNCATED -> "api_error";
      case OVERLOADED -> "overloaded_error";
      case TIMEOUT -> "timeout_error";
    };
  }

  static int statusOf(ErrorKind kind) {
    return kind == ErrorKind.OVERLOADED ? 529 : kind.status();
  }
}
