package dev.weir.standalone.control;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.Suggestion;
import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.StopScope;
import dev.weir.governance.stop.Stops;
import dev.weir.schemas.event.ControlAction;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.VirtualKey;
import dev.weir.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The orders to stop in the log. A scope must be one that the policy or the keys know, so there are
 * never more orders than names; to stop everything asks neither and waits for neither.
 */
public final class StopOrders {

  private static final int NAMES_SHOWN_MAX = 20;

  private final ControlLog log;
  private final ControlPlane plane;

  StopOrders(ControlLog log, ControlPlane plane) {
    this.log = log;
    this.plane = plane;
  }

  /**
   * Returns when the order is in the log; it takes the place of the scope's order before.
   *
   * @throws ControlException where there is no such team, key or model
   */
  public void give(Stop stop) {
    require(stop.scope());
    log.write(
        Topic.CONTROL,
        stop.scope().text(),
        ControlOrder.newBuilder()
            .setAction(ControlAction.STOP)
            .setReason(stop.reason())
            .setOrderedAt(stop.orderedAt())
            .setOrderedBy(stop.orderedBy())
            .setUntil(stop.until().orElse(null))
            .build());
  }

  /** Takes the scope's order back; false where there is none. */
  public boolean takeBack(StopScope scope) {
    boolean given;
    try {
      given = orders().containsKey(scope.text());
    } catch (ControlException e) {
      // An order that nobody can read holds its scope all the more: it must be possible to end it.
      given = true;
    }
    if (given) {
      log.write(Topic.CONTROL, scope.text(), null);
    }
    return given;
  }

  /** The orders in force, the oldest first. */
  public List<Stop> inForce(Instant now) {
    Stops stops = Stops.NONE;
    for (Map.Entry<String, ControlOrder> each : orders().entrySet()) {
      stops = stops.after(each.getKey(), each.getValue());
    }
    return stops.inForce(now);
  }

  private Map<String, ControlOrder> orders() {
    return log.read(Topic.CONTROL, ControlOrder.class);
  }

  private void require(StopScope scope) {
    if (scope.kind() == StopScope.Kind.ALL) {
      return;
    }
    Optional<Policy> policy = policy();
    if (policy.isEmpty()) {
      // Who cannot tell which names there are must still be able to stop one.
      return;
    }
    List<String> known =
        switch (scope.kind()) {
          case ALL -> List.of();
          case TEAM -> policy.get().teams().keySet().stream().map(TeamId::value).toList();
          case KEY -> keys(policy.get());
          case MODEL -> models(policy.get());
        };
    if (!known.contains(scope.name())) {
      String suggestion = Suggestion.among(known, scope.name());
      throw new ControlException(
          "there is no "
              + scope.phrase()
              + (suggestion.isEmpty() ? "; there is " + shown(known) : suggestion));
    }
  }

  private static String shown(List<String> names) {
    return names.isEmpty()
        ? "none at all"
        : names.stream().sorted().limit(NAMES_SHOWN_MAX).collect(Collectors.joining(", "))
            + (names.size() > NAMES_SHOWN_MAX ? ", ..." : "");
  }

  private Optional<Policy> policy() {
    return plane
        .policy()
        .map(PolicyDocument::getText)
        .map(PolicyParser::parse)
        .flatMap(reading ->
            reading instanceof PolicyReading.Valid(Policy policy)
                ? Optional.of(policy)
                : Optional.empty());
  }

  private List<String> keys(Policy policy) {
    return Stream.concat(
            plane.keys().stream().map(VirtualKey::getKeyId),
            policy.issuers().values().stream().map(Principal::tokenOf))
        .toList();
  }

  private static List<String> models(Policy policy) {
    return Stream.concat(
            policy.names().stream(),
            policy.models().values().stream().map(ModelRoute::upstreamModel))
        .distinct()
        .toList();
  }
}
