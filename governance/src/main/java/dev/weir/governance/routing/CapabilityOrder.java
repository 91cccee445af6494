package dev.weir.governance.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Leaves out what cannot take the request, and keeps the order. Where nothing can, all stay: the
 * provider then says so in its own words.
 */
final class CapabilityOrder {

  /** A reason names so many that were passed over. */
  private static final int NAMED_MAX = 2;

  private final Function<String, Optional<RouteTarget>> targets;
  private final RouteNeeds needs;

  CapabilityOrder(Function<String, Optional<RouteTarget>> targets, RouteNeeds needs) {
    this.targets = targets;
    this.needs = needs;
  }

  List<Candidate> of(List<Member> members) {
    List<Candidate> all = Member.joined(members);
    List<Candidate> capable = new ArrayList<>(all.size());
    List<String> passedOver = new ArrayList<>(0);
    for (Candidate each : all) {
      Optional<String> lack = traits(each).lack(needs);
      if (lack.isEmpty()) {
        String why =
            capable.isEmpty() ? "the first that can take it" + told(passedOver) : "can take it too";
        capable.add(each.because(why + assumed(each)));
      } else if (capable.isEmpty()) {
        passedOver.add("'" + each.model() + "' " + lack.get());
      }
    }
    return capable.isEmpty() ? incapable(all) : capable;
  }

  private List<Candidate> incapable(List<Candidate> all) {
    List<Candidate> told = new ArrayList<>(all.size());
    for (Candidate each : all) {
      String lack = traits(each).lack(needs).orElse("");
      told.add(each.because("none can take the request: this one " + lack));
    }
    return told;
  }

  private ModelTraits traits(Candidate candidate) {
    return targets.apply(candidate.model()).map(RouteTarget::traits).orElse(ModelTraits.UNSTATED);
  }

  private static String told(List<String> passedOver) {
    if (passedOver.isEmpty()) {
      return "";
    }
    List<String> named = passedOver.subList(0, Math.min(NAMED_MAX, passedOver.size()));
    int more = passedOver.size() - named.size();
    return " (" + String.join(", ", named) + (more == 0 ? ")" : ", and " + more + " more)");
  }

  private String assumed(Candidate candidate) {
    List<String> unstated = traits(candidate).unstated(needs);
    return unstated.isEmpty()
        ? ""
        : ", as far as is known: " + String.join(", ", unstated) + " not stated";
  }
}
