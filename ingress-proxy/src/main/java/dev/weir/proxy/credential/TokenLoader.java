package dev.weir.proxy.credential;

import dev.weir.governance.policy.CredentialReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an access token: exchanges the secret for another one when three quarters of its time are
 * over, when the secret has changed, or when the provider refuses it.
 */
final class TokenLoader implements CredentialLoader {

  /** A provider that refuses every token shall not make the issuer busy. */
  private static final Duration REFUSED_AFTER = Duration.ofMinutes(1);

  /** Clocks differ, and a request is under way for a while. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private record Held(SecretText secret, SecretText token, Instant at, Instant due, Instant end) {}

  private final CredentialReference reference;
  private final SecretReader reader;
  private final TokenExchange exchange;
  private final InstantSource clock;
  private @Nullable Held held;

  TokenLoader(
      CredentialReference reference,
      SecretReader reader,
      TokenExchange exchange,
      InstantSource clock) {
    this.reference = reference;
    this.reader = reader;
    this.exchange = exchange;
    this.clock = clock;
  }

  @Override
  public Loaded load(boolean refused) throws UnreadableSecretException, InterruptedException {
    ReadSecret read = reader.read(reference);
    Instant now = clock.instant();
    Held current = held;
    if (current == null || isOver(current, read.text(), refused, now)) {
      AccessToken fresh = exchange.exchange(read.text());
      current = held(read.text(), fresh, clock.instant());
      held = current;
    }
    Duration untilDue = Duration.between(clock.instant(), current.due());
    Duration next = untilDue.compareTo(read.goodFor()) < 0 ? untilDue : read.goodFor();
    return new Loaded(
        List.of(current.token()),
        Authorization.bearer(current.token().reveal()),
        next.isPositive() ? next : Duration.ofSeconds(1),
        current.end());
  }

  private static boolean isOver(Held current, SecretText secret, boolean refused, Instant now) {
    return !now.isBefore(current.due())
        || !current.secret().equals(secret)
        || (refused && !now.isBefore(current.at().plus(REFUSED_AFTER)));
  }

  private static Held held(SecretText secret, AccessToken token, Instant now) {
    Duration tenth = token.goodFor().dividedBy(10);
    Duration margin = tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
    return new Held(
        secret,
        token.text(),
        now,
        now.plus(token.goodFor().multipliedBy(3).dividedBy(4)),
        now.plus(token.goodFor()).minus(margin));
  }
}
