package dev.weir.dialects.chat;

/** Whom a request is written for, as far as servers of this dialect differ. */
enum ChatServer {
  /** Its reasoning models refuse the older name of the limit of output tokens. */
  OPENAI("max_completion_tokens", 4),
  /** All know the older name, and many no other; none is known to count stop sequences. */
  COMPATIBLE("max_tokens", Integer.MAX_VALUE);

  private final String limit;
  private final int stopSequencesMax;

  ChatServer(String limit, int stopSequencesMax) {
    this.limit = limit;
    this.stopSequencesMax = stopSequencesMax;
  }

  /** Its name for the limit of output tokens. */
  String limit() {
    return limit;
  }

  int stopSequencesMax() {
    return stopSequencesMax;
  }
}
