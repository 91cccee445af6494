package dev.weir.proxy.guard;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.text.TextParts;
import dev.weir.dialects.text.TextSource;
import dev.weir.governance.guard.TextOrigin;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who said which text of a request. Texts are told apart by what they say: one may have been said
 * by several.
 */
final class Origins {

  /** Where nobody wants to know. */
  static final Origins UNTOLD = new Origins(Map.of());

  private static final Set<TextOrigin> UNKNOWN = Set.of(TextOrigin.UNKNOWN);

  private final Map<String, Set<TextOrigin>> byText;

  private Origins(Map<String, Set<TextOrigin>> byText) {
    this.byText = byText;
  }

  /** Of a body that cannot be read in its dialect nothing is known. */
  static Origins of(DialectName dialect, byte[] body, int length) {
    Map<String, Set<TextOrigin>> byText = new HashMap<>();
    boolean read =
        TextParts.rewriteRequest(
                dialect,
                body,
                length,
                part -> {
                  byText
                      .computeIfAbsent(part.text(), _ -> EnumSet.noneOf(TextOrigin.class))
                      .add(origin(part.source()));
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

  /** Never empty. */
  Set<TextOrigin> of(String text) {
    return byText.getOrDefault(text, UNKNOWN);
  }
}
