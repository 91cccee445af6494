package dev.weir.proxy.guard;

import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.guard.GuardPlan;
import dev.weir.governance.guard.GuardVerdict;
import dev.weir.schemas.event.Coverage;
import java.util.List;
import java.util.Locale;

/** What guards say, as it is recorded. */
public final class Coverages {

  private Coverages() {}

  static List<Coverage> of(GuardDirection direction, List<GuardVerdict> verdicts) {
    String surface = direction.name().toLowerCase(Locale.ROOT);
    return verdicts.stream()
        .map(each ->
            new Coverage(
                each.guard().id(),
                surface,
                each.bytesSeen(),
                each.bytesTotal(),
                each.verdict().text(),
                each.guard().mode().text(),
                each.found()))
        .toList();
  }

  /** What guards say that did not look at all. */
  public static List<Coverage> skipped(GuardPlan plan, GuardDirection direction, long bytes) {
    return of(
        direction,
        plan.of(direction).stream()
            .map(each ->
                new GuardVerdict(each, GuardVerdict.Verdict.SKIPPED, 0, bytes, true, List.of()))
            .toList());
  }
}
