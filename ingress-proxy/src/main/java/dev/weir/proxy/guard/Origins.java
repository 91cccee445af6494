package dev.weir.proxy.guard;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.text.TextParts;
import dev.weir.dialects.text.TextSource;
import dev.weir.governance.guard.TextOrigin;
import java.util.HashMap;
import java.util.Map;

/**
 * Who said which text of a request. Texts are told apart by what they say: of one that several have
 * said, the least trusted is taken to have said it.
 */
final class Origins {

  /** Where nobody wants to know. */
  static final Origins UNTOLD = new Origins(Map.of());

  private final Map<String, TextOrigin> byText;

  private Origins(Map<String, TextOrigin> byText) {
    this.byText = byText;
  }

  /** Of a body that cannot be read in its dialect nothing is known. */
  static Origins of(DialectName dialect, byte[] body, int length) {
    Map<String, TextOrigin> byText = new HashMap<>();
    boolean read =
        TextParts.rewriteRequest(
                dialect,
                body,
                length,
                part -> {
                  byText.merge(
                      part.text(),
                      origin(part.source()),
                      (one, other) -> one.compareTo(other) > 0 ? one : other);
                  return part.text();
                })
            .isPresent();
    return read ? new Origins(byText) : UNTOLD;
  }

  private static TextOrigin origin(TextSource source) {
    return switch (source) {
      case SYSTEM -> TextOrigin.SYSTEM;
      case USER -> TextOrigin.USER;
      case ASSISTANT, SIGNED_THOUGHT -> TextOrigin.ASSISTANT;
      case TOOL_RESULT -> TextOrigin.TOOL_RESULT;
      case DOCUMENT -> TextOrigin.DOCUMENT;
    };
  }

  TextOrigin of(String text) {
    return byText.getOrDefault(text, TextOrigin.UNKNOWN);
  }
}
