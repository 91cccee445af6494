package dev.weir.dialects;

import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.chat.ChatDialect;

/** All dialects by their names. */
public final class Dialects {

  private static final Dialect OPENAI_CHAT = new ChatDialect();

  private Dialects() {}

  public static Dialect of(DialectName name) {
    return switch (name) {
      case OPENAI_CHAT -> OPENAI_CHAT;
      case OPENAI_RESPONSES, ANTHROPIC, GEMINI, BEDROCK ->
          throw new IllegalArgumentException("not yet: " + name.text());
    };
  }
}
