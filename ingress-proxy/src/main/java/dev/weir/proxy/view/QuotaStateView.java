package dev.weir.proxy.view;

import dev.weir.governance.quota.AccountKey;
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

  private final Map<AccountKey, QuotaState> states = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public QuotaStateView(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void replay(String key, @Nullable QuotaState state) {
    Optional<AccountKey> account = AccountKey.parse(key);
    if (account.isEmpty()) {
      return;
    }
    if (state != null) {
      states.merge(
          account.get(),
          state,
          (before, next) -> next.getVersion() >= before.getVersion() ? next : before);
    } else {
      states.remove(account.get());
    }
  }

  /** Null where nothing is known. */
  public @Nullable QuotaState find(AccountKey key) {
    return states.get(key);
  }

  /** Forgets windows that ended an hour ago. */
  @Override
  public void tidy() {
    Instant time = clock.instant().minus(ENDED_KEPT);
    states
        .values()
        .removeIf(state -> state.getWindowEnd() != null && state.getWindowEnd().isBefore(time));
  }
}
