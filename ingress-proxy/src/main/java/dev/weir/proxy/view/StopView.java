package dev.weir.proxy.view;

import dev.weir.governance.stop.StopScope;
import dev.weir.governance.stop.Stops;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.view.View;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The orders to stop, as the log says so far. */
public final class StopView implements View<ControlOrder>, Supplier<Stops> {

  private static final Logger LOGGER = LoggerFactory.getLogger(StopView.class);

  /** What is older was read from the log's past, at a start. */
  private static final Duration NEWS = Duration.ofMinutes(1);

  private final InstantSource clock;
  private volatile Duration delay = Duration.ZERO;
  private volatile Consumer<Stops> changed = _ -> {};
  private volatile Stops current = Stops.NONE;

  /** {@code clock}: of this proxy. */
  public StopView(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * From now on {@code listener} hears of each change, and must not wait. It hears after {@link
   * #get} gives the change: who begins later finds the order, and who began before is found by it.
   */
  public void tell(Consumer<Stops> listener) {
    changed = listener;
  }

  @Override
  public void replay(String key, @Nullable ControlOrder order) {
    replace(current.after(key, order));
    if (order != null) {
      measure(order.getOrderedAt());
    }
    StopScope.parse(key)
        .ifPresent(scope ->
            LOGGER
                .atWarn()
                .log((order == null ? "no order stops " : "an order stops ") + scope.phrase()));
  }

  private void measure(Instant orderedAt) {
    Duration since = Duration.between(orderedAt, clock.instant());
    if (since.compareTo(NEWS) < 0) {
      delay = since.isNegative() ? Duration.ZERO : since;
    }
  }

  /**
   * How long the newest order took until all in flight here was told of it, by the clocks of who
   * gave it and of this proxy; zero for none.
   */
  public Duration delay() {
    return delay;
  }

  @Override
  public void leftOut(String key) {
    replace(current.unreadable(key));
  }

  private void replace(Stops next) {
    current = next;
    changed.accept(next);
  }

  @Override
  public Stops get() {
    return current;
  }

  /** What {@code /readyz} says of them; in plain ASCII. */
  public List<String> warnings(Instant now) {
    List<String> warnings = new ArrayList<>();
    int inForce = current.inForce(now).size();
    if (inForce > 0) {
      warnings.add("orders to stop are in force: " + inForce + "; 'weir stop list' names them");
    }
    if (current.notUnderstood() > 0) {
      warnings.add(
          "orders of a newer release that this one does not understand: "
              + current.notUnderstood());
    }
    return warnings;
  }
}
