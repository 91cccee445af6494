package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.Dialect;

/**
 * The answer is read in one dialect and written in another, as a stream where the caller asked for
 * one, whatever the provider answers with.
 */
record Translated(Dialect from, Dialect to, boolean streamAsked, AnswerContext context)
    implements AnswerShape {

  @Override
  public AnswerFlow document() {
    return new TranslatedAnswer(new DocumentReader(from), to, streamAsked, context);
  }

  @Override
  public AnswerFlow stream() {
    return new TranslatedAnswer(from.streamReader(), to, streamAsked, context);
  }

  @Override
  public AnswerFlow error(int status) {
    return ErrorDocument.translated(from, to, status, context.requestId());
  }
}
