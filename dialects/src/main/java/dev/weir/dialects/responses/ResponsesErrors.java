package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.json.Json;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Errors. As documents they are Chat's, {@code {"error":{"message","type","param","code"}}}; as
 * events they are flat, though some servers nest them there too; in a response that failed they
 * have a code and a message.
 */
final class ResponsesErrors {

  private static final Dialect DOCUMENTS = ChatDialect.ofOpenAi();

  private ResponsesErrors() {}

  static ProviderError read(int status, byte[] body) {
    return DOCUMENTS.readError(status, body);
  }

  static byte[] write(ProviderError error) {
    return DOCUMENTS.writeError(error, "");
  }

  /** The error inside a document: message, type, param, code. */
  static ObjectNode inner(AnswerEvent.Failed failed) {
    byte[] document = write(document(failed));
    JsonNode error = Json.tree(document, 0, document.length).orElseThrow().path("error");
    return (ObjectNode) error;
  }

  static ProviderError document(AnswerEvent.Failed failed) {
    return new ProviderError(
        failed.kind().status(),
        failed.kind(),
        failed.message(),
        Optional.empty(),
        OptionalLong.empty());
  }

  /** An error with a code and a message, wherever it stood; also a bare text. */
  static AnswerEvent.Failed failed(JsonNode error) {
    String message = error.isTextual() ? error.textValue() : error.path("message").asText("");
    JsonNode code = error.path("code");
    ErrorKind kind =
        code.isInt()
            ? ErrorKind.ofStatus(code.intValue())
            : ofName(code.asText(""))
                .or(() -> ofName(error.path("type").asText("")))
                .orElse(ErrorKind.INTERNAL);
    return new AnswerEvent.Failed(kind, message.isEmpty() ? "The provider failed." : message);
  }

  private static Optional<ErrorKind> ofName(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "rate_limit_exceeded", "rate_limit_error", "tokens", "requests" ->
              ErrorKind.RATE_LIMITED;
          case "insufficient_quota" -> ErrorKind.BILLING;
          case "overloaded", "overloaded_error", "server_is_overloaded", "slow_down" ->
              ErrorKind.OVERLOADED;
          case "invalid_api_key", "authentication_error" -> ErrorKind.AUTHENTICATION;
          case "permission_denied", "permission_error" -> ErrorKind.PERMISSION;
          case "model_not_found", "not_found_error" -> ErrorKind.NOT_FOUND;
          case "conflict" -> ErrorKind.CONFLICT;
          case "request_too_large", "image_too_large", "image_file_too_large" ->
              ErrorKind.TOO_LARGE;
          case "content_filter",
              "bio_policy",
              "misalignment_policy_violation",
              "image_content_policy_violation" ->
              ErrorKind.CONTENT_BLOCKED;
          case "timeout", "vector_store_timeout" -> ErrorKind.TIMEOUT;
          case "upstream_truncated" -> ErrorKind.TRUNCATED;
          case "server_error" -> ErrorKind.INTERNAL;
          case "invalid_request",
              "invalid_request_error",
              "invalid_prompt",
              "context_length_exceeded",
              "invalid_image",
              "invalid_image_format",
              "invalid_image_mode",
              "invalid_image_url",
              "invalid_base64_image",
              "image_too_small",
              "image_parse_error",
              "image_file_not_found",
              "empty_image_file",
              "failed_to_download_image",
              "unsupported_image_media_type" ->
              ErrorKind.INVALID_REQUEST;
          default -> null;
        });
  }
}
