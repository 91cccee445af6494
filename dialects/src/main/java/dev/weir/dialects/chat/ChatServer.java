package dev.weir.dialects.chat;

import java.util.Locale;
import java.util.Set;

/** Whom a request is written for, as far as servers of this dialect differ. */
enum ChatServer {
  /** Its reasoning models refuse the older name of the limit of output tokens. */
  OPENAI("max_completion_tokens", 4, "developer"),
  /**
   * All know the older names, and many no others: of the limit, of the role that instructs, and no
   * choice among some of the tools. None is known to count stop sequences.
   */
  COMPATIBLE("max_tokens", Integer.MAX_VALUE, "system"),
  /**
   * DeepSeek's and Moonshot's own: their models refuse a call of theirs in a later turn without
   * {@code reasoning_content} beside it (api-docs.deepseek.com, guide Thinking mode). Others refuse
   * that field, whatever their model is called.
   */
  WANTS_THINKING("max_tokens", Integer.MAX_VALUE, "system");

  private static final Set<String> THINKERS =
      Set.of("api.deepseek.com", "api.moonshot.ai", "api.moonshot.cn");

  private final String limit;
  private final int stopSequencesMax;
  private final String developer;

  ChatServer(String limit, int stopSequencesMax, String developer) {
    this.limit = limit;
    this.stopSequencesMax = stopSequencesMax;
    this.developer = developer;
  }

  /** The one on this host. */
  static ChatServer ofCompatible(String host) {
    return THINKERS.contains(host.toLowerCase(Locale.ROOT)) ? WANTS_THINKING : COMPATIBLE;
  }

  /** Whether it is not OpenAI itself. */
  boolean isCompatible() {
    return this != OPENAI;
  }

  /** The role of a developer's messages. */
  String developer() {
    return developer;
  }

  /** Its name for the limit of output tokens. */
  String limit() {
    return limit;
  }

  /** Whether it wants the thoughts of the model's earlier turns. */
  boolean wantsThinkingBack() {
    return this == WANTS_THINKING;
  }

  int stopSequencesMax() {
    return stopSequencesMax;
  }
}
