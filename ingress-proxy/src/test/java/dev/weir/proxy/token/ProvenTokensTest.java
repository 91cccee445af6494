package dev.weir.proxy.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.policy.Team;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a token that was verified once is remembered for. */
final class ProvenTokensTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final TokenReading.Proven JO =
      new TokenReading.Proven(
          new Principal("acme", new TeamId("search"), null, "jo", "token:sso"),
          new Team(new TeamId("search"), RecordingMode.SPOOL, Set.of(), List.of()));

  private final ProvenTokens tokens = new ProvenTokens(4);
  private KeySet published = Keys.set(Keys.named("one"));
  private final IssuerKeys source =
      new IssuerKeys(
          new KeyAddress("https://sso.example.com", Optional.empty()),
          new KeySource() {
            @Override
            public KeySet ask(KeyAddress address) {
              return published;
            }

            @Override
            public void close() {}
          },
          Runnable::run,
          () -> NOON,
          IssuerLimits.DEFAULT);

  @BeforeEach
  void learnTheKeys() {
    source.refresh(NOON);
  }

  private static byte[] hash(long token) {
    return ByteBuffer.allocate(32).putLong(24, token).array();
  }

  private void add(long token) {
    tokens.add(
        hash(token),
        new ProvenTokens.Entry(JO, 1, source, source.generation(NOON), NOON.plusSeconds(60)));
  }

  @Test
  void knowsATokenUntilItsEnd() {
    add(7);

    assertThat(tokens.find(hash(7), 1, NOON.plusSeconds(59))).isSameAs(JO);
    assertThat(tokens.find(hash(7), 1, NOON.plusSeconds(60))).isNull();
    assertThat(tokens.find(hash(8), 1, NOON)).isNull();
  }

  @Test
  void forgetsWhatAnotherPolicyOrOtherKeysProved() {
    add(7);
    assertThat(tokens.find(hash(7), 2, NOON)).isNull();

    published = Keys.set(Keys.named("two"));
    source.refresh(NOON.plus(IssuerLimits.DEFAULT.refresh()));

    assertThat(tokens.find(hash(7), 1, NOON)).isNull();
  }

  @Test
  void keepsThoseThatAreUsedAndNeverMoreThanItHasRoomFor() {
    add(0);
    for (long other = 1; other <= 100; other++) {
      add(other);
      assertThat(tokens.find(hash(0), 1, NOON)).isSameAs(JO);
      assertThat(tokens.size()).isLessThanOrEqualTo(8);
    }
    assertThat(tokens.find(hash(1), 1, NOON)).isNull();
  }
}
