package dev.weir.processors.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SecondLookTest {

  private final Map<String, String> log = new HashMap<>();
  private final Map<String, String> view = new HashMap<>();
  private int catchUps;
  private Instant now = Instant.EPOCH;
  private final SecondLook look = new SecondLook(this::catchUp, () -> now);

  @Test
  void doesNotWaitForWhatIsThere() {
    view.put("a", "1");

    assertThat(find("a")).hasValue("1");
    assertThat(catchUps).isZero();
  }

  @Test
  void findsWhatWasWrittenAndNotReadYet() {
    log.put("a", "1");

    assertThat(find("a")).hasValue("1");
  }

  @Test
  void waitsOnceAMinuteForWhatIsMissing() {
    assertThat(find("a")).isEmpty();
    assertThat(find("a")).isEmpty();
    assertThat(catchUps).isEqualTo(1);

    now = now.plus(Duration.ofMinutes(1));

    assertThat(find("a")).isEmpty();
    assertThat(catchUps).isEqualTo(2);
  }

  @Test
  void waitsForEachMissingThingOnItsOwn() {
    assertThat(find("a")).isEmpty();
    assertThat(find("b")).isEmpty();

    assertThat(catchUps).isEqualTo(2);
  }

  @Test
  void forgetsTheOldestOfAThousandMisses() {
    for (int i = 0; i <= 1_000; i++) {
      assertThat(find("missing " + i)).isEmpty();
    }
    int before = catchUps;

    assertThat(find("missing 1000")).isEmpty();
    assertThat(catchUps).isEqualTo(before);
    assertThat(find("missing 0")).isEmpty();
    assertThat(catchUps).isEqualTo(before + 1);
  }

  private Optional<String> find(String what) {
    return look.find(what, () -> Optional.ofNullable(view.get(what)));
  }

  private void catchUp() {
    catchUps++;
    view.putAll(log);
  }
}
