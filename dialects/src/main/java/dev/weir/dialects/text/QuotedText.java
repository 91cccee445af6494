package dev.weir.dialects.text;

import dev.weir.governance.masking.JsonEscapes;
import java.nio.charset.StandardCharsets;

/** Text as a JSON string with its quotes, halves of surrogates included. */
final class QuotedText {

  private QuotedText() {}

  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16).append('"');
    JsonEscapes.append(text, out);
    return out.append('"').toString();
  }

  /** In UTF-8. */
  static byte[] bytes(String text) {
    return text(text).getBytes(StandardCharsets.UTF_8);
  }
}
