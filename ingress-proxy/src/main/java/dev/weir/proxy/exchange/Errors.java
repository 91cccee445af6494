package dev.weir.proxy.exchange;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.openai.OpenAiError;
import dev.weir.governance.refusal.Answer;
import dev.weir.proxy.surface.Surface;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Refusals in the caller's dialect. */
final class Errors {

  static final String JSON = "application/json";

  private Errors() {}

  /** The body of an answer of Weir's own. */
  static ByteBuffer body(Answer answer, Surface surface, String requestId) {
    return ByteBuffer.wrap(
        hasDetails(surface)
            ? error(answer).body()
            : surface.spoken().writeError(providerError(answer), requestId));
  }

  /** The same in the middle of a stream; no terminator follows it. */
  static ByteBuffer event(Answer answer, Surface surface, String requestId) {
    if (surface.dialect() == DialectName.OPENAI_CHAT) {
      return ByteBuffer.wrap(error(answer).event());
    }
    AnswerContext context = new AnswerContext(requestId, "", false, 0);
    return ByteBuffer.wrap(
        surface
            .spoken()
            .writeStreamError(new AnswerEvent.Failed(kindOf(answer), answer.message()), context));
  }

  /** What else a refusal tells in headers. */
  static void headers(Answer answer, HttpFields.Mutable headers) {
    answer.retryAfterSeconds().ifPresent(seconds -> headers.put(HttpHeader.RETRY_AFTER, seconds));
    if (!answer.retryable()) {
      headers.put("x-should-retry", "false");
    }
    if (answer.status() == 401) {
      headers.put(HttpHeader.WWW_AUTHENTICATE, challenge(answer));
    }
  }

  /** RFC 9110, section 11.6.1, and RFC 6750, section 3: no error where nothing was sent. */
  private static String challenge(Answer answer) {
    return answer.code().equals("missing_api_key")
        ? "Bearer realm=\"weir\""
        : "Bearer realm=\"weir\", error=\"invalid_token\"";
  }

  /** OpenAI's errors have room for the numbers of a limit; the others say them in words. */
  private static boolean hasDetails(Surface surface) {
    return surface.dialect() == DialectName.OPENAI_CHAT
        || surface.dialect() == DialectName.OPENAI_RESPONSES;
  }

  private static ProviderError providerError(Answer answer) {
    return new ProviderError(
        answer.status(),
        kindOf(answer),
        answer.message(),
        Optional.of(answer.code()),
        answer.retryAfterTime().isPresent()
            ? OptionalLong.of(answer.retryAfterTime().get().toMillis())
            : OptionalLong.empty());
  }

  private static ErrorKind kindOf(Answer answer) {
    return answer.status() == 422 ? ErrorKind.CONTENT_BLOCKED : ErrorKind.ofStatus(answer.status());
  }

  /** The same as OpenAI's error, for what is no answer over HTTP. */
  static OpenAiError error(Answer answer) {
    Map<String, Object> details = new LinkedHashMap<>();
    answer
        .limit()
        .ifPresent(spent -> {
          details.put("limit", spent.limit());
          details.put("scope", spent.scope());
          details.put("unit", spent.unit());
          details.put("window", spent.window());
          details.put("used", spent.used());
          details.put("max", spent.max());
          details.put("asked", spent.asked());
          if (!spent.isBriefly()) {
            details.put("reset", spent.reset().map(Object::toString).orElse("never"));
          }
        });
    return new OpenAiError(
        answer.message(), OpenAiError.typeOf(answer.status()), "", answer.code(), details);
  }
}
