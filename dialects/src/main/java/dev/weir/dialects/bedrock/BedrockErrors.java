package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.json.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code {"message","__type"}}. The type stands in the header {@code x-amzn-errortype} too; SDKs
 * look at the body where the header is absent.
 */
final class BedrockErrors {

  /** A dependency failed, which is Bedrock's name for an error of the model. */
  private static final int FAILED_DEPENDENCY = 424;

  private static final Map<String, ErrorKind> KINDS =
      Map.ofEntries(
          Map.entry("validationexception", ErrorKind.INVALID_REQUEST),
          Map.entry("unrecognizedclientexception", ErrorKind.AUTHENTICATION),
          Map.entry("invalidsignatureexception", ErrorKind.AUTHENTICATION),
          Map.entry("incompletesignature", ErrorKind.AUTHENTICATION),
          Map.entry("incompletesignatureexception", ErrorKind.AUTHENTICATION),
          Map.entry("missingauthenticationtoken", ErrorKind.AUTHENTICATION),
          Map.entry("missingauthenticationtokenexception", ErrorKind.AUTHENTICATION),
          Map.entry("expiredtokenexception", ErrorKind.AUTHENTICATION),
          Map.entry("accessdeniedexception", ErrorKind.PERMISSION),
          Map.entry("resourcenotfoundexception", ErrorKind.NOT_FOUND),
          Map.entry("conflictexception", ErrorKind.CONFLICT),
          Map.entry("throttlingexception", ErrorKind.RATE_LIMITED),
          Map.entry("servicequotaexceededexception", ErrorKind.RATE_LIMITED),
          Map.entry("internalserverexception", ErrorKind.INTERNAL),
          Map.entry("modelerrorexception", ErrorKind.INTERNAL),
          Map.entry("modelstreamerrorexception", ErrorKind.INTERNAL),
          Map.entry("serviceunavailableexception", ErrorKind.OVERLOADED),
          Map.entry("modelnotreadyexception", ErrorKind.OVERLOADED),
          Map.entry("modeltimeoutexception", ErrorKind.TIMEOUT));

  private BedrockErrors() {}

  static ProviderError read(int status, byte[] body) {
    JsonNode error = Json.tree(body, 0, body.length).orElse(Json.newObject());
    String message = message(error);
    Optional<String> type = type(error);
    ErrorKind byStatus =
        status == FAILED_DEPENDENCY ? ErrorKind.INTERNAL : ErrorKind.ofStatus(status);
    return new ProviderError(
        status,
        type.flatMap(BedrockErrors::kindOf).orElse(byStatus),
        message.isEmpty() ? "The provider answered with status " + status + "." : message,
        type,
        OptionalLong.empty());
  }

  /** The text, which older services of AWS write with a capital. */
  private static String message(JsonNode error) {
    String message = error.path("message").asText("");
    return message.isEmpty() ? error.path("Message").asText("") : message;
  }

  /** Without the namespace before it. */
  private static Optional<String> type(JsonNode error) {
    String type = error.path("__type").asText("");
    String name = type.substring(type.lastIndexOf('#') + 1);
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /** Whether a document is an error and no answer. */
  static boolean isError(JsonNode document) {
    return !document.has("output") && (!message(document).isEmpty() || document.has("__type"));
  }

  static AnswerEvent.Failed failed(JsonNode document) {
    return failed(type(document).orElse(""), message(document));
  }

  /**
   * The error in the middle of a stream; {@code type} as a frame or a document names it. An error
   * of the model tells the status that the model gave.
   */
  static AnswerEvent.Failed failed(String type, byte[] payload) {
    JsonNode error = Json.tree(payload, 0, payload.length).orElse(Json.newObject());
    AnswerEvent.Failed failed = failed(type, message(error));
    int status = error.path("originalStatusCode").asInt(0);
    return failed.kind() == ErrorKind.INTERNAL && status >= 400
        ? new AnswerEvent.Failed(ErrorKind.ofStatus(status), failed.message())
        : failed;
  }

  static AnswerEvent.Failed failed(String type, String message) {
    return new AnswerEvent.Failed(
        kindOf(type).orElse(ErrorKind.INTERNAL),
        message.isEmpty() ? "The provider failed." : message);
  }

  /** Types begin with a capital in documents and without one in frames. */
  private static Optional<ErrorKind> kindOf(String type) {
    return Optional.ofNullable(KINDS.get(type.toLowerCase(Locale.ROOT)));
  }

  static byte[] write(ProviderError error) {
    return Json.bytes(tree(error.kind(), error.message()));
  }

  static ObjectNode tree(ErrorKind kind, String message) {
    return Json.newObject().put("__type", typeOf(kind)).put("message", message);
  }

  /** The name of a frame's exception: the type without its capital. */
  static String exceptionOf(ErrorKind kind) {
    String type = typeOf(kind);
    return Character.toLowerCase(type.charAt(0)) + type.substring(1);
  }

  private static String typeOf(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, TOO_LARGE, CONTENT_BLOCKED -> "ValidationException";
      case AUTHENTICATION -> "UnrecognizedClientException";
      case BILLING, PERMISSION -> "AccessDeniedException";
      case NOT_FOUND -> "ResourceNotFoundException";
      case CONFLICT -> "ConflictException";
      case RATE_LIMITED -> "ThrottlingException";
      case INTERNAL -> "InternalServerException";
      case TRUNCATED -> "ModelStreamErrorException";
      case OVERLOADED -> "ServiceUnavailableException";
      case TIMEOUT -> "ModelTimeoutException";
    };
  }
}
