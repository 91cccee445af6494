package dev.weir.standalone.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.governance.policy.CredentialReference;
import dev.weir.proxy.credential.DocumentClient;
import dev.weir.proxy.credential.ReadSecret;
import dev.weir.proxy.credential.UnreadableSecretException;
import dev.weir.standalone.config.Secret;
import dev.weir.standalone.config.VaultSettings;
import dev.weir.standalone.config.VaultSettings.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vault over a real socket: logins, leases, limits, and what is said when it does not answer. */
final class VaultReaderTest {

  private static final String REFERENCE = "${vault:secret/weir/openai#key}";
  private static final String PATH = "/v1/secret/data/weir/openai";
  private static final Login TOKEN = new Login.Token(new Secret("hvs.planted"));
  private static final Login APP_ROLE =
      new Login.AppRole("approle", "role-1", new Secret("secret-id-planted"));

  @TempDir private Path folder;
  private final CountDownLatch over = new CountDownLatch(1);
  private FakeVault vault;
  private DocumentClient http;
  private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @BeforeEach
  void start() throws IOException {
    vault = new FakeVault();
    http = new DocumentClient(Duration.ofSeconds(5));
    vault.on(PATH, 200, FakeVault.secret("key", "sk-1", 0));
  }

  @AfterEach
  void stop() {
    over.countDown();
    http.close();
    vault.close();
  }

  private VaultReader reader(Login login) {
    return new VaultReader(
        new VaultSettings(
            vault.address(),
            Optional.of("team-a"),
            login,
            "secret",
            List.of("weir"),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1)),
        http,
        () -> now);
  }

  private static ReadSecret read(VaultReader reader) throws Exception {
    return reader.read(new CredentialReference(REFERENCE));
  }

  private void assertRefused(VaultReader reader, String reference, String why) {
    assertThatThrownBy(() -> reader.read(new CredentialReference(reference)))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageStartingWith(reference + " ")
        .hasMessageContaining(why)
        .hasMessageNotContainingAny("sk-1", "planted");
  }

  @Test
  void readsAFieldWithItsTokenInItsNamespace() throws Exception {
    ReadSecret read = read(reader(TOKEN));

    assertThat(read.text().reveal()).isEqualTo("sk-1");
    assertThat(read.goodFor()).isEqualTo(Duration.ofMinutes(1));
    assertThat(vault.asked())
        .last()
        .isEqualTo(new FakeVault.Asked("GET", PATH, "hvs.planted", "team-a", ""));
  }

  @Test
  void looksAgainBeforeALeaseIsOver() throws Exception {
    vault.on(PATH, 200, FakeVault.secret("key", "sk-1", 90));

    assertThat(read(reader(TOKEN)).goodFor()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void renewsItsTokenWhenTwoThirdsOfItsLeaseAreOver() throws Exception {
    vault.on("/v1/auth/token/renew-self", 200, FakeVault.login("hvs.planted", 300));
    VaultReader reader = reader(TOKEN);
    var _ = read(reader);
    var _ = read(reader);
    assertThat(renewals()).isEqualTo(1);

    now = now.plusSeconds(201);
    var _ = read(reader);

    assertThat(renewals()).isEqualTo(2);
  }

  private long renewals() {
    return vault.asked().stream().filter(it -> it.path().endsWith("/renew-self")).count();
  }

  @Test
  void usesATokenThatCannotBeRenewedAsItIs() throws Exception {
    vault.on("/v1/auth/token/renew-self", 400, "{\"errors\":[\"lease is not renewable\"]}");
    VaultReader reader = reader(TOKEN);

    assertThat(read(reader).text().reveal()).isEqualTo("sk-1");
    now = now.plus(Duration.ofDays(30));
    assertThat(read(reader).text().reveal()).isEqualTo("sk-1");

    assertThat(renewals()).isEqualTo(1);
  }

  @Test
  void logsInWithItsRoleOnceAndAgainWhenTheLeaseRunsOut() throws Exception {
    vault.on("/v1/auth/approle/login", 200, FakeVault.login("hvs.one", 300));
    VaultReader reader = reader(APP_ROLE);
    var _ = read(reader);
    var _ = read(reader);
    vault.on("/v1/auth/approle/login", 200, FakeVault.login("hvs.two", 300));
    now = now.plusSeconds(201);

    var _ = read(reader);

    assertThat(vault.asked().stream().map(it -> it.path() + " " + it.token()))
        .containsExactly(
            "/v1/auth/approle/login null",
            PATH + " hvs.one",
            PATH + " hvs.one",
            "/v1/auth/approle/login null",
            PATH + " hvs.two");
    assertThat(vault.asked().getFirst().body())
        .contains("\"role_id\":\"role-1\"", "\"secret_id\":\"secret-id-planted\"");
  }

  @Test
  void logsInAgainWhereItsTokenWasRevoked() throws Exception {
    vault.on("/v1/auth/approle/login", 200, FakeVault.login("hvs.one", 300));
    VaultReader reader = reader(APP_ROLE);
    var _ = read(reader);
    now = now.plusSeconds(61);
    vault.script(asked ->
        asked.path().endsWith("/login")
            ? new FakeVault.Reply(200, FakeVault.login("hvs.two", 300))
            : asked.token().equals("hvs.two")
                ? new FakeVault.Reply(200, FakeVault.secret("key", "sk-2", 0))
                : new FakeVault.Reply(403, "{\"errors\":[\"permission denied\"]}"));

    assertThat(read(reader).text().reveal()).isEqualTo("sk-2");
  }

  @Test
  void doesNotLogInForEachPathThatTheRoleMayNotRead() throws Exception {
    vault.on("/v1/auth/approle/login", 200, FakeVault.login("hvs.one", 300));
    vault.on(PATH, 403, "{\"errors\":[\"permission denied\"]}");
    VaultReader reader = reader(APP_ROLE);

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> read(reader)).isInstanceOf(UnreadableSecretException.class);
    }

    assertThat(vault.asked()).filteredOn(asked -> asked.path().endsWith("/login")).hasSize(1);
  }

  @Test
  void quotesNothingOfAFileThatHoldsMoreThanAToken() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "hvs.planted\naccessor\n");
    VaultReader reader = reader(new Login.TokenFile(file));

    assertThatThrownBy(() -> read(reader))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageContaining("holds no token of Vault")
        .hasMessageNotContaining("planted")
        .hasNoCause();
  }

  @Test
  void takesTheTokenThatAnAgentKeepsInAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "hvs.one\n");
    VaultReader reader = reader(new Login.TokenFile(file));
    var _ = read(reader);
    Files.writeString(file, "hvs.two\n");
    now = now.plusSeconds(2);

    var _ = read(reader);

    assertThat(vault.asked().stream().map(FakeVault.Asked::token))
        .containsExactly("hvs.one", "hvs.two");
  }

  @Test
  void saysThatTheRoleIsRefused() {
    vault.on("/v1/auth/approle/login", 400, "{\"errors\":[\"invalid role or secret ID\"]}");

    assertThatThrownBy(() -> read(reader(APP_ROLE)))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageContaining("refused the role of credentials.vault.role-id (status 400)")
        .hasMessageNotContaining("planted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${vault:secret/other/openai#key}",
        "${vault:secret/weirder/openai#key}",
        "${vault:secret/weir/../other#key}",
        "${vault:secret/./weir/openai#key}",
        "${vault:kv/weir/openai#key}",
        "${vault:weir/openai#key}"
      })
  void readsNothingThatTheOperatorDoesNotAllow(String reference) {
    assertRefused(reader(TOKEN), reference, "may not be read by a policy");
    assertThat(vault.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${vault:openai#key}",
        "${vault:secret/a b#key}",
        "${vault:secret/a%2fb#key}",
        "${vault:/secret/weir#k}"
      })
  void saysWhatIsNoPath(String reference) {
    assertRefused(reader(TOKEN), reference, "is no path of Vault");
  }

  @Test
  void saysWhatIsNotThere() {
    vault.on(PATH, 404, "{\"errors\":[]}");
    assertRefused(reader(TOKEN), REFERENCE, "names nothing in Vault");
    vault.on(PATH, 200, FakeVault.secret("other", "sk-1", 0));
    assertRefused(reader(TOKEN), REFERENCE, "names no text in Vault");
    vault.on(PATH, 200, "<html>sk-1</html>");
    assertRefused(reader(TOKEN), REFERENCE, "names no text in Vault");
    vault.on(PATH, 403, "{\"errors\":[\"permission denied\"]}");
    assertRefused(reader(TOKEN), REFERENCE, "may not be read with the token");
    vault.on(PATH, 503, "{\"errors\":[\"Vault is sealed\"]}");
    assertRefused(reader(TOKEN), REFERENCE, "answered with status 503");
  }

  @Test
  void followsNoRedirectWithItsToken() throws Exception {
    try (var elsewhere = new FakeVault()) {
      vault.script(
          _ -> new FakeVault.Reply(307, "", Map.of("Location", elsewhere.address() + PATH)));

      assertRefused(reader(TOKEN), REFERENCE, "answered with status 307");
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  @Test
  void takesNoAnswerWithoutEnd() {
    vault.on(PATH, 200, FakeVault.secret("key", "x".repeat(2 << 20), 0));

    assertRefused(reader(TOKEN), REFERENCE, "Vault is away");
  }

  @Test
  void waitsNoLongerThanItsTime() {
    http.close();
    http = new DocumentClient(Duration.ofMillis(200));
    vault.script(_ -> {
      over.await();
      return new FakeVault.Reply(500, "");
    });

    assertRefused(reader(TOKEN), REFERENCE, "did not answer within 200 ms");
  }

  @Test
  void saysThatVaultIsAway() {
    VaultReader reader = reader(TOKEN);
    vault.close();

    assertRefused(reader, REFERENCE, "Vault is away");
  }
}
