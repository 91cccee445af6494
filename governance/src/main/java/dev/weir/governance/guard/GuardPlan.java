package dev.weir.governance.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The guards of one team: the organisation's, and its own, which take the place of the
 * organisation's with the same id.
 *
 * @param recognizers those that its guards look for
 */
public record GuardPlan(
    List<Guard> guards, List<Recognizer> recognizers, Spotlighting spotlighting) {

  public static final GuardPlan NONE = new GuardPlan(List.of(), List.of(), Spotlighting.OFF);

  public GuardPlan {
    guards = List.copyOf(guards);
    recognizers = List.copyOf(recognizers);
  }

  /** The plan of a team; of {@code known} it keeps what is looked for. */
  public static GuardPlan of(
      List<Guard> organisations, List<Guard> own, Collection<Recognizer> known) {
    Map<String, Guard> byId = new LinkedHashMap<>();
    organisations.forEach(each -> byId.put(each.id(), each));
    own.forEach(each -> byId.put(each.id(), each));
    List<Guard> all = new ArrayList<>(byId.values());
    return all.isEmpty()
        ? NONE
        : new GuardPlan(
            all,
            known.stream()
                .filter(recognizer -> all.stream().anyMatch(each -> wants(each, recognizer)))
                .toList(),
            Spotlighting.OFF);
  }

  private static boolean wants(Guard guard, Recognizer recognizer) {
    return guard.check() instanceof GuardCheck.Contents contents
        && contents.find().contains(recognizer.name());
  }

  /** The same with what documents and tools bring marked so. */
  public GuardPlan marking(Spotlighting data) {
    return new GuardPlan(guards, recognizers, data);
  }

  /** Whether a prompt need not be looked at. */
  public boolean isEmpty() {
    return guards.isEmpty() && spotlighting == Spotlighting.OFF;
  }

  /** Those that look at texts of one direction, which is not both. */
  public List<Guard> of(GuardDirection direction) {
    return guards.stream().filter(each -> each.direction().covers(direction)).toList();
  }
}
