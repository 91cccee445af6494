package dev.weir.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
  void readsTheEnvironmentAndTheFolderOfCredentials() {
    PolicyReferences references = withFolder(credentials);

    assertThat(references.resolve("${env:OPENAI_API_KEY}")).isEqualTo("sk-0");
    assertThat(references.resolve("${dir:" + credentials + ":openai}")).isEqualTo("sk-1");
    assertThat(references.resolve("${file:" + credentials.resolve("all.properties") + ":openai}"))
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
        references(Map.of("key-encryption-key", KEY)), "${env:KEK}", "is the key-encryption key");
  }

  @Test
  void takesOneReferenceAlone() {
    assertRefused(references(Map.of()), "${env:OPENAI_API_KEY}${env:WEIR_KEY}", "no reference");
    assertRefused(references(Map.of()), "sk-plain", "no reference");
  }

  @Test
  void saysThatAReferenceNamesNothing() {
    assertRefused(references(Map.of()), "${env:NOWHERE}", "names nothing here");
    assertRefused(withFolder(credentials), "${dir:" + credentials + ":none}", "names nothing here");
  }

  private static void assertRefused(PolicyReferences references, String reference, String why) {
    assertThatThrownBy(() -> references.resolve(reference))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(reference + " ")
        .hasMessageContaining(why)
        .hasMessageNotContaining(KEY);
  }

  private PolicyReferences withFolder(Path directory) {
    return references(Map.of("credentials.directory", directory.toString()));
  }

  private PolicyReferences references(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("data", data.toString());
    return new PolicyReferences(
        WeirConfig.from(all), Map.of("OPENAI_API_KEY", "sk-0", "WEIR_KEY", "own", "KEK", KEY));
  }
}
