package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerTranslation;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.ToolNames;

/**
 * The answer is read in one dialect and written in another, as a stream where the caller asked for
 * one, whatever the provider answers with.
 */
record Translated(
    Dialect from, Dialect to, ToolNames names, boolean streamAsked, AnswerContext context)
    implements AnswerShape {

  @Override
  public AnswerFlow document() {
    return answer(new DocumentReader(from));
  }

  @Override
  public AnswerFlow stream() {
    return answer(from.streamReader());
  }

  private AnswerFlow answer(StreamReader reader) {
    return new TranslatedAnswer(
        reader, new AnswerTranslation(from.name(), to, names, context), to, streamAsked, context);
  }

  @Override
  public AnswerFlow error(int status) {
    return ErrorDocument.translated(from, to, status, context.requestId());
  }
}
