package dev.weir.standalone.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.event.VirtualKey;
import dev.weir.schemas.topic.Topic;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a virtual key, what is kept of it, and what needs the secret. */
class VirtualKeysTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final KeyEncryptionKey SECRET = new KeyEncryptionKey(new byte[32]);
  private static final TeamId SEARCH = new TeamId("search");
  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      teams:
        search: {}
        finance: {}
      """;

  private final MemoryControlLog log = new MemoryControlLog();
  private final ControlPlane control =
      new ControlPlane(log, () -> SECRET, InstantSource.fixed(NOON), new SecureRandom());

  @Test
  void storesAKeyOnlyAsAHash() {
    control.apply(POLICY, "jo");

    KeyText key =
        control.createKey(
            new NewKey(
                SEARCH,
                Optional.of("web"),
                Optional.empty(),
                Optional.of("nightly"),
                Optional.of(NOON.plusSeconds(60)),
                List.of("echo-small")));

    VirtualKey stored = control.keys().getFirst();
    assertThat(stored.getKeyId()).isEqualTo(key.keyId());
    assertThat(stored.getTeam()).isEqualTo("search");
    assertThat(stored.getProject()).isEqualTo("web");
    assertThat(stored.getName()).isEqualTo("nightly");
    assertThat(stored.getExpiresAt()).isEqualTo(NOON.plusSeconds(60));
    assertThat(stored.getModels()).containsExactly("echo-small");
    assertThat(stored.toString()).doesNotContain(key.secret());
    byte[] hash = new byte[32];
    stored.getHash().duplicate().get(hash);
    assertThat(new KeyHasher(SECRET.pepper()).matches(key, hash)).isTrue();
    assertThat(KeyText.parse(key.reveal())).hasValue(key);
  }

  @Test
  void makesNoKeyForATeamThatIsNotThere() {
    assertThatThrownBy(() -> control.createKey(NewKey.of(SEARCH)))
        .hasMessage("no policy has been applied yet");

    control.apply(POLICY, "jo");
    assertThatThrownBy(() -> control.createKey(NewKey.of(new TeamId("seach"))))
        .hasMessage("the policy has no team 'seach'; it has finance, search");
  }

  @Test
  void makesNoKeyForAModelThatItsTeamMayNotUse() {
    control.apply(POLICY.replace("finance: {}", "finance: {models: [echo-small]}"), "jo");
    NewKey wanted =
        new NewKey(
            new TeamId("finance"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of("echo-smal"));

    assertThatThrownBy(() -> control.createKey(wanted))
        .hasMessage(
            "the policy has no model that team 'finance' may use called 'echo-smal'; it has echo-small");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two\nlines", "\u001b[31m", "a\u202eb"})
  void takesNoNameThatWouldDisturbAList(String name) {
    assertThatThrownBy(() ->
            new NewKey(
                SEARCH,
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                Optional.empty(),
                List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("printable");
  }

  @Test
  void needsTheSecretOnceItHasBeenUsed() {
    assertThat(ControlPlane.needsSecret(log)).isFalse();

    control.apply(POLICY, "jo");
    assertThat(ControlPlane.needsSecret(log)).isTrue();

    control.createKey(NewKey.of(SEARCH));
    log.read(Topic.DATA_KEYS, DataKey.class)
        .keySet()
        .forEach(name -> log.write(Topic.DATA_KEYS, name, null));
    assertThat(ControlPlane.needsSecret(log)).isTrue();
  }

  @Test
  void showsAndRevokesWithoutTheSecret() {
    control.apply(POLICY, "jo");
    KeyText key = control.createKey(NewKey.of(SEARCH));
    var without =
        new ControlPlane(
            log,
            () -> {
              throw new ControlException("asked for");
            },
            InstantSource.fixed(NOON),
            new SecureRandom());

    assertThat(without.policy()).isPresent();
    assertThat(without.keys()).hasSize(1);
    assertThat(without.revoke(key.keyId())).isTrue();
    assertThatThrownBy(() -> without.createKey(NewKey.of(SEARCH))).hasMessage("asked for");
  }

  @Test
  void revokesAKeyOnce() {
    control.apply(POLICY, "jo");
    KeyText key = control.createKey(NewKey.of(SEARCH));

    assertThat(control.revoke(key.keyId())).isTrue();
    int writes = log.writes().size();
    assertThat(control.revoke(key.keyId())).isTrue();
    assertThat(control.revoke("nobody")).isFalse();

    assertThat(log.writes()).hasSize(writes);
    assertThat(control.keys().getFirst().getRevokedAt()).isEqualTo(NOON);
  }
}
