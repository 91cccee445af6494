package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.json.Json;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code {"error":{"message","type","param","code"}}}, in documents and in streams. */
final class ChatErrors {

  private ChatErrors() {}

  static ProviderError read(int status, byte[] body) {
    JsonNode error =
        Json.tree(body, 0, body.length).map(it -> it.path("error")).orElse(Json.newObject());
    // Some servers write a string where the object belongs.
    String message = error.isTextual() ? error.textValue() : error.path("message").asText("");
    String code = error.path("code").asText("");
    return new ProviderError(
        status,
        ErrorKind.ofStatus(status),
        message.isEmpty() ? "The provider answered with status " + status + "." : message,
        code.isEmpty() ? Optional.empty() : Optional.of(code),
        OptionalLong.empty());
  }

  /** The error in the middle of a stream, which has no status unless {@code code} is one. */
  static AnswerEvent.Failed inStream(JsonNode error) {
    String message = error.isTextual() ? error.textValue() : error.path("message").asText("");
    JsonNode code = error.path("code");
    ErrorKind kind =
        code.isInt() ? ErrorKind.ofStatus(code.intValue()) : ofType(error.path("type").asText(""));
    return new AnswerEvent.Failed(kind, message.isEmpty() ? "The provider failed." : message);
  }

  private static ErrorKind ofType(String type) {
    return switch (type) {
      case "invalid_request_error" -> ErrorKind.INVALID_REQUEST;
      case "authentication_error" -> ErrorKind.AUTHENTICATION;
      case "permission_error" -> ErrorKind.PERMISSION;
      case "not_found_error" -> ErrorKind.NOT_FOUND;
      case "rate_limit_error", "rate_limit_exceeded", "tokens", "requests" ->
          ErrorKind.RATE_LIMITED;
      case "insufficient_quota" -> ErrorKind.BILLING;
      case "overloaded_error" -> ErrorKind.OVERLOADED;
      default -> ErrorKind.INTERNAL;
    };
  }

  static byte[] write(ProviderError error) {
    return Json.bytes(tree(error.kind(), error.message(), error.code()));
  }

  static ObjectNode tree(ErrorKind kind, String message, Optional<String> code) {
    ObjectNode root = Json.newObject();
    ObjectNode error = root.putObject("error");
    error.put("message", message);
    error.put("type", typeOf(kind));
    error.putNull("param");
    error.put("code", code.orElse(codeOf(kind)));
    return root;
  }

  private static String typeOf(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, NOT_FOUND, CONFLICT, TOO_LARGE, CONTENT_BLOCKED ->
          "invalid_request_error";
      case AUTHENTICATION -> "authentication_error";
      case PERMISSION -> "permission_error";
      case BILLING -> "insufficient_quota";
      case RATE_LIMITED -> "rate_limit_error";
      case INTERNAL, TRUNCATED, OVERLOADED, TIMEOUT -> "server_error";
    };
  }

  private static String codeOf(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST -> "invalid_request";
      case AUTHENTICATION -> "invalid_api_key";
      case BILLING -> "insufficient_quota";
      case PERMISSION -> "permission_denied";
      case NOT_FOUND -> "model_not_found";
      case CONFLICT -> "conflict";
      case TOO_LARGE -> "request_too_large";
      case CONTENT_BLOCKED -> "content_filter";
      case RATE_LIMITED -> "rate_limit_exceeded";
      case INTERNAL -> "server_error";
      case TRUNCATED -> "upstream_truncated";
      case OVERLOADED -> "overloaded";
      case TIMEOUT -> "timeout";
    };
  }
}
