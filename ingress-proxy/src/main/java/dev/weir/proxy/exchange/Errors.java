package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.OpenAiError;
import dev.weir.governance.refusal.Answer;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Refusals in OpenAI's shape. */
final class Errors {

  static final String JSON = "application/json";

  private Errors() {}

  static ByteBuffer body(Answer answer) {
    return ByteBuffer.wrap(error(answer).body());
  }

  static ByteBuffer event(Answer answer) {
    return ByteBuffer.wrap(error(answer).event());
  }

  /** What else a refusal tells in headers. */
  static void headers(Answer answer, HttpFields.Mutable headers) {
    answer.retryAfterSeconds().ifPresent(seconds -> headers.put(HttpHeader.RETRY_AFTER, seconds));
    if (!answer.retryable()) {
      headers.put("x-should-retry", "false");
    }
  }

  private static OpenAiError error(Answer answer) {
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
          details.put("reset", spent.reset().map(Object::toString).orElse("never"));
        });
    return new OpenAiError(
        answer.message(), OpenAiError.typeOf(answer.status()), "", answer.code(), details);
  }
}
