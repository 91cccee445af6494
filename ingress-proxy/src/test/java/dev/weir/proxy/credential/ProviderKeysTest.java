package dev.weir.proxy.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose turn it is, with the time in the test's hand. */
final class ProviderKeysTest {

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final ProviderKey a = key("a");
  private final ProviderKey b = key("b");
  private final ProviderKeys keys = new ProviderKeys(List.of(a, b));

  private ProviderKey key(String text) {
    var key = new ProviderKey(() -> now);
    key.becomes(loaded(text, Instant.MAX));
    return key;
  }

  private static Loaded loaded(String text, Instant usableUntil) {
    return new Loaded(
        List.of(new SecretText(text)),
        Authorization.bearer(text),
        Duration.ofSeconds(1),
        usableUntil);
  }

  private List<ProviderKey> turns(int count) {
    List<ProviderKey> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      turns.add(keys.next(0, "m"));
    }
    return turns;
  }

  @Test
  void takesTurns() {
    assertThat(turns(4)).containsExactly(a, b, a, b);
  }

  @Test
  void passesALimitedKeyOverForAsLongAsTheProviderSaid() {
    a.limited(a.authorization(), Duration.ofSeconds(30));
    assertThat(turns(2)).containsExactly(b, b);

    now = now.plusSeconds(30);

    assertThat(turns(2)).containsExactlyInAnyOrder(a, b);
  }

  @Test
  void passesAKeyOverForTenSecondsWhereTheProviderSaidNothing() {
    a.limited(a.authorization());
    now = now.plusMillis(9_999);
    assertThat(a.isAside()).isTrue();

    now = now.plusMillis(1);

    assertThat(a.isAside()).isFalse();
  }

  @Test
  void passesNoKeyOverForMoreThanTenMinutes() {
    a.limited(a.authorization(), Duration.ofDays(30));
    now = now.plus(Duration.ofMinutes(10));

    assertThat(a.isAside()).isFalse();
  }

  @Test
  void takesTheOneThatIsBackFirstWhereAllArePassedOver() {
    a.limited(a.authorization(), Duration.ofSeconds(30));
    b.limited(b.authorization(), Duration.ofSeconds(20));

    assertThat(turns(2)).containsExactly(b, b);
  }

  @Test
  void triesInTheSameExchangeOnlyWhatIsNeitherTriedNorPassedOver() {
    long triedA = keys.bit(a);
    assertThat(keys.hasAnother(triedA, "m")).isTrue();
    assertThat(keys.next(triedA, "m")).isSameAs(b);
    b.refused(b.authorization());

    assertThat(keys.hasAnother(triedA, "m")).isFalse();
    assertThat(keys.next(triedA, "m")).isNull();
  }

  @Test
  void beginsAnewWithAnotherValue() {
    a.refused(a.authorization());
    assertThat(a.becomes(loaded("a", Instant.MAX))).isFalse();
    assertThat(a.isAside()).isTrue();

    assertThat(a.becomes(loaded("a2", Instant.MAX))).isTrue();

    assertThat(a.isAside()).isFalse();
  }

  /** Of requests that were under way while the key was exchanged. */
  @Test
  void doesNotBlameANewValueForTheAnswersToTheOldOne() {
    Authorization old = a.authorization();
    a.becomes(loaded("a2", Instant.MAX));

    a.refused(old);
    a.limited(old);

    assertThat(a.isAside()).isFalse();
  }

  @Test
  void usesNoTokenThatIsOver() {
    a.becomes(loaded("a2", now.plusSeconds(10)));
    now = now.plusSeconds(10);

    assertThat(turns(2)).containsExactly(b, b);
  }

  @Test
  void passesAKeyOverForOneModelAndUsesItForOthers() {
    a.limited(a.authorization(), "n", Duration.ofSeconds(30));

    assertThat(turns(2)).containsExactly(a, b);
    assertThat(keys.next(0, "n")).isSameAs(b);
    assertThat(keys.next(0, "n")).isSameAs(b);
    assertThat(keys.hasAnother(keys.bit(b), "n")).isFalse();
    assertThat(keys.hasAnother(keys.bit(b), "m")).isTrue();
    assertThat(a.isAside()).isTrue();
    now = now.plusSeconds(30);
    assertThat(a.isAside()).isFalse();
    assertThat(a.isAside("n")).isFalse();
  }

  @Test
  void takesTheOneThatIsBackFirstForTheModelThatIsAsked() {
    a.limited(a.authorization(), "n", Duration.ofSeconds(20));
    b.limited(b.authorization(), Duration.ofSeconds(30));

    assertThat(keys.next(0, "n")).isSameAs(a);
    a.refused(a.authorization(), "n");

    assertThat(keys.next(0, "n")).isSameAs(b);
  }

  @Test
  void beginsAnewWithAnotherValueForEachModelToo() {
    a.refused(a.authorization(), "n");

    a.becomes(loaded("a2", Instant.MAX));

    assertThat(a.isAside("n")).isFalse();
  }

  @Test
  void passesAKeyOverForAllModelsThatIsPassedOverForTooMany() {
    for (int i = 0; i < 256; i++) {
      a.refused(a.authorization(), "m" + i);
    }
    assertThat(a.isAside("other")).isFalse();

    a.refused(a.authorization(), "one more");

    assertThat(a.isAside("other")).isTrue();
  }
}
