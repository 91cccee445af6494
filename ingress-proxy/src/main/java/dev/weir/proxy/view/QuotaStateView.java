package dev.weir.proxy.view;

import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.view.View;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What each limit's window has spent, as the log says so far. */
public final class QuotaStateView implements View<QuotaState> {

  private static final Duration ENDED_KEPT = Duration.ofHours(1);

  private final Map<Window, QuotaState> states = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public QuotaStateView(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void replay(String key, @Nullable QuotaState state) {
    if (state != null) {
      states.merge(
          new Window(state.getTeam(), state.getPolicyId(), state.getWindowStart().getEpochSecond()),
          state,
          (before, next) -> next.getVersion() >= before.getVersion() ? next : before);
    } else {
      Window.parse(key).ifPresent(states::remove);
    }
  }

  public Optional<QuotaState> state(String team, String limitId, Instant windowStart) {
    return Optional.ofNullable(states.get(new Window(team, limitId, windowStart.getEpochSecond())));
  }

  /** Forgets windows that ended an hour ago. */
  @Override
  public void tidy() {
    Instant time = clock.instant().minus(ENDED_KEPT);
    states
        .values()
        .removeIf(state -> state.getWindowEnd() != null && state.getWindowEnd().isBefore(time));
  }

  private record Window(String team, String limitId, long startSeconds) {

    /** The topic's key: {@code team|limitId|startSeconds}. */
    static Optional<Window> parse(String key) {
      String[] parts = key.split("\\|", -1);
      if (parts.length != 3) {
        return Optional.empty();
      }
      try {
        return Optional.of(new Window(parts[0], parts[1], Long.parseLong(parts[2])));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
