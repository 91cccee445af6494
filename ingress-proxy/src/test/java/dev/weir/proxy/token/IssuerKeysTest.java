package dev.weir.proxy.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import dev.weir.governance.identity.TokenAlgorithm;
import dev.weir.proxy.token.IssuerKeys.Finding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When an issuer is asked for its keys, and how long they count. */
final class IssuerKeysTest {

  private static final IssuerLimits LIMITS = IssuerLimits.DEFAULT;
  private static final ECKey ONE = Keys.named("one");
  private static final ECKey TWO = Keys.named("two");

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private @Nullable KeySet published = Keys.set(ONE);
  private int asked;

  private final IssuerKeys keys =
      new IssuerKeys(
          new KeyAddress("https://sso.example.com", Optional.empty()),
          new KeySource() {
            @Override
            public KeySet ask(KeyAddress address) throws IOException {
              asked++;
              if (published == null) {
                throw new IOException("away");
              }
              return published;
            }

            @Override
            public void close() {}
          },
          waiting::add,
          () -> now,
          LIMITS);

  private Finding find(String id) {
    return keys.find(id, TokenAlgorithm.ES256, now);
  }

  private void answer() {
    while (!waiting.isEmpty()) {
      waiting.poll().run();
    }
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void sendsWhoComesBeforeTheFirstAnswerAwayForASecond() {
    assertThat(find("one")).isEqualTo(new Finding.NotYet(Duration.ofSeconds(1)));
    assertThat(find("one")).isEqualTo(new Finding.NotYet(Duration.ofSeconds(1)));
    answer();

    assertThat(find("one")).isInstanceOf(Finding.Found.class);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void asksForAnUnknownKeyOnceAndThenNotForAWhile() {
    find("one");
    answer();
    pass(LIMITS.askAgain());
    published = Keys.set(ONE, TWO);

    assertThat(find("two")).isInstanceOf(Finding.NotYet.class);
    answer();
    assertThat(find("two")).isInstanceOf(Finding.Found.class);
    assertThat(find("three")).isEqualTo(new Finding.None());
    assertThat(find("four")).isEqualTo(new Finding.None());
    assertThat(asked).isEqualTo(2);

    pass(LIMITS.askAgain());
    assertThat(find("three")).isInstanceOf(Finding.NotYet.class);
    answer();
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void asksByItselfWhenTheKeysAreOldAndSoonerWhereTheIssuerIsAway() {
    keys.refresh(now);
    answer();
    pass(LIMITS.refresh().minusMillis(1));
    keys.refresh(now);
    answer();
    assertThat(asked).isEqualTo(1);

    pass(Duration.ofMillis(1));
    published = null;
    keys.refresh(now);
    answer();
    pass(LIMITS.askAgain());
    keys.refresh(now);
    answer();
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void keepsTheKeysOfAnIssuerThatIsAwayForADayAndNoLonger() {
    keys.refresh(now);
    answer();
    published = null;

    pass(LIMITS.keep().minusMillis(1));
    keys.refresh(now);
    answer();
    assertThat(find("one")).isInstanceOf(Finding.Found.class);

    pass(Duration.ofMillis(1));
    assertThat(find("one")).isInstanceOf(Finding.NotYet.class);
    assertThat(keys.generation(now)).isZero();
    pass(LIMITS.askAgain());
    keys.refresh(now);
    answer();
    published = Keys.set(ONE);
    pass(LIMITS.askAgain());
    keys.refresh(now);
    answer();
    assertThat(find("one")).isInstanceOf(Finding.Found.class);
  }

  @Test
  void tellsHowLongAnIssuerThatIsAwayWillNotBeAsked() {
    published = null;
    find("one");
    answer();
    pass(Duration.ofSeconds(2));

    assertThat(find("one"))
        .isEqualTo(new Finding.NotYet(LIMITS.askAgain().minus(Duration.ofSeconds(2))));
  }

  @Test
  void onlyOtherKeysAreAnotherGeneration() {
    keys.refresh(now);
    answer();
    long first = keys.generation(now);
    published = Keys.set(ONE);
    pass(LIMITS.refresh());
    keys.refresh(now);
    answer();
    assertThat(keys.generation(now)).isEqualTo(first);

    published = Keys.set(TWO);
    pass(LIMITS.refresh());
    keys.refresh(now);
    answer();
    assertThat(keys.generation(now)).isNotEqualTo(first);
    assertThat(find("one")).isEqualTo(new Finding.None());
  }
}
