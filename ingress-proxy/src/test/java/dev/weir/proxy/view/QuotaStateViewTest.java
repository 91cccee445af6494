package dev.weir.proxy.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.quota.AccountKey;
import dev.weir.schemas.event.QuotaState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QuotaStateViewTest {

  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant END = START.plus(Duration.ofMinutes(1));
  private static final String NAME = "search|rate|" + START.getEpochSecond();

  private Instant now = START;
  private final QuotaStateView view = new QuotaStateView(() -> now);

  @Test
  void theHighestVersionWinsWhateverTheOrder() {
    view.replay(NAME, state(2, 20));
    view.replay(NAME, state(1, 10));

    assertThat(known()).hasValueSatisfying(state -> assertThat(state.getSpent()).isEqualTo(20));
  }

  @Test
  void aTombstoneTakesItsWindowOut() {
    view.replay(NAME, state(1, 10));

    view.replay(NAME, null);

    assertThat(known()).isEmpty();
  }

  @Test
  void forgetsAWindowAnHourAfterItsEnd() {
    view.replay(NAME, state(1, 10));

    now = END.plus(Duration.ofHours(1));
    view.tidy();
    assertThat(known()).isPresent();

    now = now.plusNanos(1);
    view.tidy();
    assertThat(known()).isEmpty();
  }

  private Optional<QuotaState> known() {
    return Optional.ofNullable(view.find(new AccountKey("search", "rate", START)));
  }

  private static QuotaState state(long version, long spent) {
    return new QuotaState(
        "search", "rate", "tokens", START, END, 100L, "hard", spent, version, 1L, Map.of(), START);
  }
}
