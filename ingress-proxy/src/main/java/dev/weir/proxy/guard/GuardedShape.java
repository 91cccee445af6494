package dev.weir.proxy.guard;

import dev.weir.dialects.canonical.Dialect;
import dev.weir.proxy.surface.AnswerFlow;
import dev.weir.proxy.surface.AnswerShape;
import java.util.Optional;

/**
 * An answer that guards look at as the caller would get it. A provider's error is not looked at: it
 * is no answer.
 *
 * @param spoken the caller's dialect, with streams as the caller asked for them
 */
record GuardedShape(AnswerShape shape, AnswerGuards guards, Dialect spoken) implements AnswerShape {

  @Override
  public AnswerFlow document() {
    return guarded(shape.document());
  }

  @Override
  public AnswerFlow stream() {
    return guarded(shape.stream());
  }

  private AnswerFlow guarded(AnswerFlow flow) {
    if (flow.isStream()) {
      return guards.isPassage()
          ? new UnreadAnswer(flow, guards)
          : new GuardedStream(flow, guards, spoken);
    }
    return new GuardedDocument(flow, guards, spoken);
  }

  @Override
  public Optional<AnswerFlow> other(int status) {
    return shape.other(status).map(flow -> new UnreadAnswer(flow, guards));
  }

  @Override
  public AnswerFlow error(int status) {
    return shape.error(status);
  }
}
