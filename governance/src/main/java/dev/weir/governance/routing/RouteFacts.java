package dev.weir.governance.routing;

import java.time.Instant;
import java.util.Optional;

/**
 * What a choice may depend on besides the policy and the models' health.
 *
 * @param requestId seeds the choices that look like chance
 * @param team whose request it is; like key and user, it keeps its variant of an experiment
 * @param at when the request came, which says which prices hold
 */
public record RouteFacts(
    String requestId,
    String team,
    String keyId,
    Optional<String> user,
    RouteNeeds needs,
    Instant at) {

  /** A request of which only the sender is known: no price holds, every model can take it. */
  public RouteFacts(String requestId, String team, String keyId, Optional<String> user) {
    this(requestId, team, keyId, user, RouteNeeds.NONE, Instant.EPOCH);
  }
}
