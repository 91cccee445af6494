package dev.weir.proxy.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.governance.policy.CredentialReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When an access token is exchanged for another one. */
final class TokenLoaderTest {

  private static final CredentialReference REFERENCE = new CredentialReference("${env:ACCOUNT}");

  private final List<String> exchanged = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private String secret = "one";
  private boolean issuerIsAway;

  private final TokenLoader loader =
      new TokenLoader(
          REFERENCE,
          _ -> new ReadSecret(new SecretText(secret), Duration.ofSeconds(15)),
          this::exchange,
          () -> now);

  private AccessToken exchange(SecretText text) throws UnreadableSecretException {
    if (issuerIsAway) {
      throw new UnreadableSecretException("no access token: away");
    }
    exchanged.add(text.reveal());
    return new AccessToken(new SecretText("token-" + exchanged.size()), Duration.ofHours(1));
  }

  private String token(boolean refused) throws Exception {
    return loader.load(refused).from().getFirst().reveal();
  }

  @Test
  void keepsATokenForThreeQuartersOfItsTime() throws Exception {
    assertThat(token(false)).isEqualTo("token-1");
    now = now.plus(Duration.ofMinutes(44));
    assertThat(token(false)).isEqualTo("token-1");
    now = now.plus(Duration.ofMinutes(1));

    assertThat(token(false)).isEqualTo("token-2");
  }

  @Test
  void looksAgainWhenTheTokenOrTheSecretIsDue() throws Exception {
    assertThat(loader.load(false).lookAgainAfter()).isEqualTo(Duration.ofSeconds(15));

    now = now.plus(Duration.ofMinutes(45).minusSeconds(4));

    assertThat(loader.load(false).lookAgainAfter()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void saysShortlyBeforeTheEndThatATokenIsOver() throws Exception {
    assertThat(loader.load(false).usableUntil())
        .isEqualTo(now.plus(Duration.ofHours(1)).minusSeconds(10));
  }

  @Test
  void exchangesASecretThatChangedAtOnce() throws Exception {
    var _ = token(false);
    secret = "two";

    assertThat(token(false)).isEqualTo("token-2");
    assertThat(exchanged).containsExactly("one", "two");
  }

  @Test
  void exchangesATokenThatTheProviderRefusedButNotAllTheTime() throws Exception {
    var _ = token(false);
    assertThat(token(true)).isEqualTo("token-1");
    now = now.plusSeconds(60);

    assertThat(token(true)).isEqualTo("token-2");
    assertThat(token(true)).isEqualTo("token-2");
  }

  @Test
  void saysThatTheIssuerIsAway() throws Exception {
    var _ = token(false);
    now = now.plus(Duration.ofMinutes(50));
    issuerIsAway = true;

    assertThatThrownBy(() -> token(false)).isInstanceOf(UnreadableSecretException.class);
    issuerIsAway = false;
    assertThat(token(false)).isEqualTo("token-2");
  }
}
