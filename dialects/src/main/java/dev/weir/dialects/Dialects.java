package dev.weir.dialects;

import dev.weir.dialects.anthropic.AnthropicDialect;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.gemini.GeminiDialect;
import dev.weir.dialects.responses.ResponsesDialect;

/** All dialects by their names. */
public final class Dialects {

  private static final Dialect OPENAI_CHAT = new ChatDialect();
  private static final Dialect OPENAI_RESPONSES = new ResponsesDialect();
  private static final Dialect ANTHROPIC = new AnthropicDialect();
  private static final Dialect GEMINI = new GeminiDialect();

  private Dialects() {}

  public static Dialect of(DialectName name) {
    return switch (name) {
      case OPENAI_CHAT -> OPENAI_CHAT;
      case ANTHROPIC -> ANTHROPIC;
      case OPENAI_RESPONSES -> OPENAI_RESPONSES;
      case GEMINI -> GEMINI;
      case BEDROCK -> throw new IllegalArgumentException("not yet: " + name.text());
    };
  }
}
