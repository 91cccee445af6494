package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.StreamFormat;
import dev.weir.dialects.canonical.ToolNames;

/**
 * The answer passes as it comes and is read beside it.
 *
 * @param dialect with streams as the caller asked for them
 * @param streamAsked where a stream is one JSON array, nothing else tells it from a document
 */
record Watched(Dialect dialect, boolean streamAsked, AnswerContext context) implements AnswerShape {

  @Override
  public AnswerFlow document() {
    return streamAsked && streamsAreArrays()
        ? new WatchedStream(dialect, new WholeElements())
        : new WatchedDocument(dialect);
  }

  /** Events where an array was asked for are read and written as one. */
  @Override
  public AnswerFlow stream() {
    return streamsAreArrays()
        ? new Translated(dialect, dialect, ToolNames.UNCHANGED, true, context).stream()
        : new WatchedStream(dialect, new WholeEvents());
  }

  private boolean streamsAreArrays() {
    return dialect.streamFormat() == StreamFormat.JSON_ARRAY;
  }

  @Override
  public AnswerFlow error(int status) {
    return ErrorDocument.passing();
  }
}
