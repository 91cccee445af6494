package dev.weir.proxy.exchange;

import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.routing.RouteStep;
import dev.weir.proxy.guard.AnswerGuards;
import dev.weir.proxy.quota.Hold;
import dev.weir.proxy.quota.Waiter;
import dev.weir.proxy.surface.Ask;
import dev.weir.proxy.targets.Target;
import java.util.List;
import java.util.Optional;

/** The answer to "may this request go to a provider?". */
sealed interface Admittance {

  /** The limits that were looked at. */
  List<LimitStanding> standings();

  /**
   * {@code hold} is reserved until the exchange is settled. {@code legs} are tried in their order,
   * as {@code way} says; there is at least one.
   */
  record Admitted(
      Ask ask,
      Way way,
      List<Leg> legs,
      Hold hold,
      List<LimitStanding> standings,
      Optional<LimitStanding> binding,
      AnswerGuards guards)
      implements Admittance {

    /** What no guard has looked at. */
    Admitted(
        Ask ask,
        Way way,
        List<Leg> legs,
        Hold hold,
        List<LimitStanding> standings,
        Optional<LimitStanding> binding) {
      this(ask, way, legs, hold, standings, binding, AnswerGuards.NONE);
    }

    /** The same with what guards have made of it. */
    Admitted guarded(Ask other, AnswerGuards guarding) {
      return new Admitted(other, way, legs, hold, standings, binding, guarding);
    }
  }

  /** A route, why it is taken, and what is known of the model at its end. */
  record Leg(Route route, RouteStep step, Target target) {}

  /** Credit is asked for; who asked is told later, once, on another thread. */
  record Waits(Waiter waiter) implements Admittance {
    @Override
    public List<LimitStanding> standings() {
      return List.of();
    }
  }

  record Refused(Refusal refusal, List<LimitStanding> standings) implements Admittance {}

  static Refused refused(Refusal refusal) {
    return new Refused(refusal, List.of());
  }
}
