package dev.weir.standalone.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.governance.policy.CredentialReference;
import dev.weir.proxy.credential.UnreadableSecretException;
import dev.weir.standalone.config.WeirConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyReferencesTest {

  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @TempDir private Path folder;
  private Path data;
  private Path credentials;

  @BeforeEach
  void write() throws Exception {
    data = Files.createDirectory(folder.resolve("data"));
    credentials = Files.createDirectory(folder.resolve("credentials"));
    Files.writeString(data.resolve("key-encryption-key"), KEY);
    Files.writeString(credentials.resolve("openai"), "sk-1\n");
    Files.writeString(credentials.resolve("all.properties"), "openai=sk-2\n");
  }

  @Test
  void readsTheEnvironmentAndTheFolderOfCredentials() throws Exception {
    PolicyReferences references = withFolder(credentials);

    assertThat(read(references, "${env:OPENAI_API_KEY}")).isEqualTo("sk-0");
    assertThat(read(references, "${dir:" + credentials + ":openai}")).isEqualTo("sk-1");
    assertThat(read(references, "${file:" + credentials.resolve("all.properties") + ":openai}"))
        .isEqualTo("sk-2");
  }

  @Test
  void readsNoFileWhereNoFolderIsNamed() {
    assertRefused(
        references(Map.of()),
        "${dir:" + data + ":key-encryption-key}",
        "weir.yaml names no credentials.directory");
  }

  @Test
  void readsNothingBesideTheFolder() throws Exception {
    Files.createSymbolicLink(credentials.resolve("link"), data);

    for (String path :
        new String[] {
          data.toString(),
          credentials + "/../data",
          credentials + "/link",
          folder.toString(),
          "/etc"
        }) {
      assertRefused(
          withFolder(credentials),
          "${dir:" + path + ":key-encryption-key}",
          "not below credentials.directory");
    }
  }

  @Test
  void neverReadsTheDataFolder() {
    assertRefused(
        withFolder(folder), "${dir:" + data + ":key-encryption-key}", "is in the data folder");
  }

  @Test
  void readsNoVariableOfWeir() {
    assertRefused(references(Map.of()), "${env:WEIR_KEY}", "begin with WEIR_");
    assertRefused(references(Map.of()), "${env:some:WEIR_KEY}", "begin with WEIR_");
  }

  @Test
  void neverGivesTheKeyEncryptionKey() {
    assertRefused(
        references(Map.of("key-encryption-key", KEY)), "${env:KEK}", "as the key-encryption key");
  }

  @Test
  void neverGivesTheWayIntoVault() throws Exception {
    Path token = Files.writeString(credentials.resolve("vault-token"), "hvs.1");
    String address = "https://vault.example.com";
    Map<String, String> vault =
        Map.of(
            "credentials.directory",
            credentials.toString(),
            "credentials.vault.address",
            address,
            "credentials.vault.allowed-paths",
            "weir",
            "credentials.vault.token-file",
            token.toString());

    assertRefused(
        references(vault), "${dir:" + credentials + ":vault-token}", "the way into Vault");
    assertRefused(
        references(
            Map.of(
                "credentials.vault.address",
                address,
                "credentials.vault.allowed-paths",
                "weir",
                "credentials.vault.token",
                "sk-0")),
        "${env:OPENAI_API_KEY}",
        "the way into Vault");
  }

  @Test
  void readsOnlyTheVariablesThatTheOperatorLists() throws Exception {
    var listed = references(Map.of("credentials.variables", "(OPENAI|MISTRAL)_.*"));

    assertThat(read(listed, "${env:OPENAI_API_KEY}")).isEqualTo("sk-0");
    assertRefused(listed, "${env:KEK}", "does not match credentials.variables");
  }

  @Test
  void readsNoVariableOfWeirEvenWhereItIsListed() {
    assertRefused(
        references(Map.of("credentials.variables", ".*")), "${env:WEIR_KEY}", "begin with WEIR_");
  }

  @Test
  void followsNoLinkOfAFileOutOfTheFolder() throws Exception {
    Files.createSymbolicLink(credentials.resolve("kek"), data.resolve("key-encryption-key"));

    assertRefused(
        withFolder(credentials),
        "${dir:" + credentials + ":kek}",
        "not below credentials.directory");
  }

  /** As Kubernetes lays secrets out: a link of a link, all in the folder. */
  @Test
  void followsALinkThatStaysInTheFolder() throws Exception {
    Path first = Files.createDirectory(credentials.resolve("..1"));
    Files.writeString(first.resolve("key"), "sk-3");
    Files.createSymbolicLink(credentials.resolve("..data"), first);
    Files.createSymbolicLink(credentials.resolve("key"), Path.of("..data", "key"));

    assertThat(read(withFolder(credentials), "${dir:" + credentials + ":key}")).isEqualTo("sk-3");
  }

  @Test
  void readsAFileAgainEachTime() throws Exception {
    PolicyReferences references = withFolder(credentials);
    read(references, "${dir:" + credentials + ":openai}");

    Files.writeString(credentials.resolve("openai"), "sk-4");

    assertThat(read(references, "${dir:" + credentials + ":openai}")).isEqualTo("sk-4");
  }

  @Test
  void readsNoLargeFile() throws Exception {
    Files.writeString(credentials.resolve("large"), "x".repeat(70_000));

    assertRefused(withFolder(credentials), "${dir:" + credentials + ":large}", "more than 65536");
  }

  @Test
  void readsOneVariableOrOneFile() {
    assertRefused(references(Map.of()), "${env:a:b:c}", "is no reference to one");
    assertRefused(withFolder(credentials), "${dir:name}", "not below credentials.directory");
  }

  @Test
  void saysThatAReferenceNamesNothing() {
    assertRefused(references(Map.of()), "${env:NOWHERE}", "names nothing here");
    assertRefused(withFolder(credentials), "${dir:" + credentials + ":none}", "names nothing here");
  }

  private static void assertRefused(PolicyReferences references, String reference, String why) {
    assertThatThrownBy(() -> read(references, reference))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageStartingWith(reference + " ")
        .hasMessageContaining(why)
        .hasMessageNotContaining(KEY);
  }

  @Test
  void readsTheKeystoreAndNeverItsKey() throws Exception {
    Path key = credentials.resolve("keystore-key");
    Map<String, String> settings =
        Map.of(
            "credentials.directory",
            credentials.toString(),
            "credentials.keystore-key-file",
            key.toString());
    PolicyReferences references = references(settings);
    var _ =
        new Keystore(
                data.resolve("credentials.keystore"),
                key,
                InstantSource.system(),
                new SecureRandom())
            .set("OPENAI", "sk-5".getBytes(StandardCharsets.UTF_8));

    assertThat(read(references, "${keystore:OPENAI}")).isEqualTo("sk-5");
    assertRefused(references, "${keystore:NONE}", "names nothing here");
    assertRefused(references, "${dir:" + credentials + ":keystore-key}", "Weir's own keystore");
  }

  private static String read(PolicyReferences references, String reference)
      throws UnreadableSecretException, InterruptedException {
    return references.read(new CredentialReference(reference)).text().reveal();
  }

  private PolicyReferences withFolder(Path directory) {
    return references(Map.of("credentials.directory", directory.toString()));
  }

  private PolicyReferences references(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("data", data.toString());
    return new PolicyReferences(
        WeirConfig.load(Optional.empty(), all, Map.of()),
        Map.of("OPENAI_API_KEY", "sk-0", "WEIR_KEY", "own", "KEK", KEY));
  }
}
