package dev.weir.proxy.view;

import dev.weir.governance.stop.StopScope;
import dev.weir.governance.stop.Stops;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.view.View;
import java.time.Instant;
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

  private volatile Consumer<Stops> changed = _ -> {};
  private volatile Stops current = Stops.NONE;

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
    StopScope.parse(key)
        .ifPresent(scope ->
            LOGGER
                .atWarn()
                .log((order == null ? "no order stops " : "an order stops ") + scope.phrase()));
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
