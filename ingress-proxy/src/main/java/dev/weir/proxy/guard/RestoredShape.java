package dev.weir.proxy.guard;

import dev.weir.dialects.canonical.StreamFormat;
import dev.weir.dialects.masking.AnswerRestoring;
import dev.weir.proxy.surface.AnswerFlow;
import dev.weir.proxy.surface.AnswerShape;
import java.util.Optional;

/**
 * An answer to a masked prompt, in the caller's dialect: guards have looked at it, and once it is
 * recorded its caller gets the values back. A provider's error may quote the prompt, and is
 * restored as well.
 */
record RestoredShape(AnswerShape shape, AnswerRestoring restoring, StreamFormat format)
    implements AnswerShape {

  @Override
  public AnswerFlow document() {
    return restored(shape.document());
  }

  @Override
  public AnswerFlow stream() {
    return restored(shape.stream());
  }

  @Override
  public Optional<AnswerFlow> other(int status) {
    return shape.other(status);
  }

  @Override
  public AnswerFlow error(int status) {
    return restored(shape.error(status));
  }

  private AnswerFlow restored(AnswerFlow flow) {
    return flow.isStream()
        ? new RestoredStream(flow, restoring.stream(format))
        : new RestoredDocument(flow, restoring);
  }
}
