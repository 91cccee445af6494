package dev.weir.proxy.guard;

import dev.weir.governance.guard.Inspection;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.surface.AnswerFlow;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** What guarded answers have in common: the flow that they guard, and what was said of it. */
abstract class GuardedFlow extends FlowOver {

  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final AnswerGuards guards;
  private final Inspection inspection;
  private Optional<Refusal> refusal = Optional.empty();

  GuardedFlow(AnswerFlow inner, AnswerGuards guards) {
    super(inner);
    this.guards = guards;
    this.inspection = guards.begin();
  }

  final Inspection inspection() {
    return inspection;
  }

  /** Whether what was looked at last must not pass, and nothing after it. */
  final boolean isBlocked() {
    if (refusal.isEmpty()) {
      refusal = AnswerGuards.refusal(inspection.verdicts(), true);
      if (refusal.isPresent()) {
        guards.blocks(inspection);
      }
    }
    return refusal.isPresent();
  }

  @Override
  public final Optional<Refusal> blocked() {
    return refusal;
  }

  @Override
  public final List<String> begins() {
    guards.answers(inspection);
    return AnswerGuards.warnings(inspection.verdicts());
  }

  @Override
  public boolean isBroken() {
    return refusal.isPresent() || inner().isBroken();
  }

  @Override
  public boolean isWhole() {
    return refusal.isEmpty() && inner().isWhole();
  }

  /** A flow that holds something back gives it before. */
  @Override
  public Optional<ByteBuffer> cutShort() {
    return refusal.isPresent() ? Optional.empty() : inner().cutShort();
  }
}
