package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.Dialect;

/** The answer passes as it comes and is read beside it. */
record Watched(Dialect dialect) implements AnswerShape {

  @Override
  public AnswerFlow document() {
    return new WatchedDocument(dialect);
  }

  @Override
  public AnswerFlow stream() {
    return new WatchedStream(dialect.streamReader());
  }

  @Override
  public AnswerFlow error(int status) {
    return ErrorDocument.passing();
  }
}
