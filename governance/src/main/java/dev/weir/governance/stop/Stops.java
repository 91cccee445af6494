package dev.weir.governance.stop;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.schemas.event.ControlAction;
import dev.weir.schemas.event.ControlOrder;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All orders to stop that are known, as an immutable value made record by record from the log.
 *
 * <p>Fails closed as far as it can tell what to close: an order that cannot be read stops the scope
 * that its key names. One whose key is no scope of this release stops nothing, since to stop
 * everything instead would make an outage of a narrow order; {@link #notUnderstood} counts it.
 */
public final class Stops {

  public static final Stops NONE = new Stops(Map.of(), Set.of());

  private static final String UNREADABLE = "the order cannot be read by this release";

  private final Map<StopScope, Stop> orders;
  private final Set<String> notUnderstood;

  private Stops(Map<StopScope, Stop> orders, Set<String> notUnderstood) {
    this.orders = Map.copyOf(orders);
    this.notUnderstood = Set.copyOf(notUnderstood);
  }

  /**
   * The orders after a record of the log; a tombstone ({@code order} null) takes the order back.
   */
  public Stops after(String key, @Nullable ControlOrder order) {
    Optional<StopScope> scope = StopScope.parse(key);
    if (order == null) {
      return without(key);
    }
    if (order.getAction() == ControlAction.ALERT) {
      return this; // It stops nobody, and no proxy has to know it.
    }
    if (scope.isEmpty() || order.getAction() != ControlAction.STOP) {
      return withNotUnderstood(key);
    }
    try {
      return without(key).with(read(scope.get(), order));
    } catch (IllegalArgumentException e) {
      return unreadable(key);
    }
  }

  /** The orders after a record that can never be read. */
  public Stops unreadable(String key) {
    return StopScope.parse(key)
        .map(scope ->
            without(key).with(new Stop(scope, UNREADABLE, Instant.EPOCH, "", Optional.empty())))
        .orElseGet(() -> withNotUnderstood(key));
  }

  /**
   * An order as the log holds it.
   *
   * @throws IllegalArgumentException where it contradicts itself
   */
  public static Stop read(StopScope scope, ControlOrder order) {
    return new Stop(
        scope,
        order.getReason(),
        order.getOrderedAt(),
        order.getOrderedBy(),
        Optional.ofNullable(order.getUntil()));
  }

  /** What stops this caller, whatever it asks for. */
  public Optional<Stop> of(Principal caller, Instant now) {
    if (orders.isEmpty()) {
      return Optional.empty();
    }
    return find(StopScope.EVERYTHING, now)
        .or(() -> find(new StopScope(StopScope.Kind.TEAM, caller.team().value()), now))
        .or(() ->
            caller.keyId().isEmpty()
                ? Optional.empty()
                : find(new StopScope(StopScope.Kind.KEY, caller.keyId()), now));
  }

  /** What stops requests for this name, be it a model's or a route's. */
  public Optional<Stop> of(String model, Instant now) {
    return orders.isEmpty() || model.isEmpty()
        ? Optional.empty()
        : find(new StopScope(StopScope.Kind.MODEL, model), now);
  }

  /** What stops this model, by the policy's name for it or by its provider's. */
  public Optional<Stop> of(ModelRoute model, Instant now) {
    return orders.isEmpty()
        ? Optional.empty()
        : of(model.name(), now).or(() -> of(model.upstreamModel(), now));
  }

  /** The orders in force, the oldest first. */
  public List<Stop> inForce(Instant now) {
    return orders.values().stream()
        .filter(stop -> stop.isInForce(now))
        .sorted(Comparator.comparing(Stop::orderedAt).thenComparing(stop -> stop.scope().text()))
        .toList();
  }

  /** How many records are no order that this release knows. */
  public int notUnderstood() {
    return notUnderstood.size();
  }

  private Optional<Stop> find(StopScope scope, Instant now) {
    return Optional.ofNullable(orders.get(scope)).filter(stop -> stop.isInForce(now));
  }

  private Stops with(Stop stop) {
    Map<StopScope, Stop> next = new HashMap<>(orders);
    next.put(stop.scope(), stop);
    return new Stops(next, notUnderstood);
  }

  private Stops without(String key) {
    Map<StopScope, Stop> next = new HashMap<>(orders);
    StopScope.parse(key).ifPresent(next::remove);
    Set<String> others = new HashSet<>(notUnderstood);
    others.remove(key);
    return new Stops(next, others);
  }

  private Stops withNotUnderstood(String key) {
    Stops before = without(key);
    Set<String> next = new HashSet<>(before.notUnderstood);
    next.add(key);
    return new Stops(before.orders, next);
  }
}
