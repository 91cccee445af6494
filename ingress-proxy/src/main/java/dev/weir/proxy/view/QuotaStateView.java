package dev.weir.proxy.view;

import dev.weir.schemas.event.QuotaState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What each limit's window has spent, as the log says so far. */
public final class QuotaStateView implements View<QuotaState> {

  private final Map<Window, QuotaState> states = new ConcurrentHashMap<>();

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

  /** Forgets windows that ended before; returns how many. */
  int forgetEndedBefore(Instant time) {
    int before = states.size();
    states
        .values()
        .removeIf(state -> state.getWindowEnd() != null && state.getWindowEnd().isBefore(time));
    return before - states.size();
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
