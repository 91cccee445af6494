package dev.weir.dialects.chat;

import java.util.Locale;

/** Whom a request is written for, as far as servers of this dialect differ. */
enum ChatServer {
  /** Its reasoning models refuse the older name of the limit of output tokens. */
  OPENAI("max_completion_tokens", 4, "developer"),
  /**
   * All know the older names, and many no others: of the limit, of the role that instructs, and no
   * choice among some of the tools. None is known to count stop sequences.
   */
  COMPATIBLE("max_tokens", Integer.MAX_VALUE, "system");

  private final String limit;
  private final int stopSequencesMax;
  private final String developer;

  ChatServer(String limit, int stopSequencesMax, String developer) {
    this.limit = limit;
    this.stopSequencesMax = stopSequencesMax;
    this.developer = developer;
  }

  /** The role of a developer's messages. */
  String developer() {
    return developer;
  }

  /** Its name for the limit of output tokens. */
  String limit() {
    return limit;
  }

  /**
   * Whether the model refuses its own call of a tool in a later turn without the thoughts before
   * it, as DeepSeek's and Moonshot's do; others refuse the field that holds them.
   */
  boolean wantsThinkingBack(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    return this == COMPATIBLE && (name.contains("deepseek") || name.contains("kimi"));
  }

  int stopSequencesMax() {
    return stopSequencesMax;
  }
}
