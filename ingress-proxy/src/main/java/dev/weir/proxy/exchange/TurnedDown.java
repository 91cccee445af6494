package dev.weir.proxy.exchange;

import dev.weir.governance.refusal.Refusal;
import java.time.Duration;
import java.util.Optional;

/** Why none of several models was asked, in the one word that helps a caller most. */
final class TurnedDown {

  private Refusal untranslatable = new Refusal.Defect();
  private boolean full;
  private Optional<Duration> rest = Optional.empty();

  /** What the caller asks cannot be said to one of them. */
  void note(Refusal refusal) {
    untranslatable = refusal;
  }

  void full() {
    full = true;
  }

  /** One of them takes calls again after that time. */
  void resting(Duration time) {
    rest = rest.filter(shorter -> shorter.compareTo(time) <= 0).or(() -> Optional.of(time));
  }

  /** A model that is full has a place soon; one that rests, at a known time. */
  Refusal asOne(String asked) {
    if (full) {
      return new Refusal.ModelsFull(asked);
    }
    return rest.<Refusal>map(time -> new Refusal.ProvidersAskedToWait(asked, time))
        .orElse(untranslatable);
  }
}
