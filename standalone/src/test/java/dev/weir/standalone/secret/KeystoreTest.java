package dev.weir.standalone.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.proxy.credential.SecretText;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encrypted file of secrets: what it keeps, what it hides, and what it says when it cannot. */
final class KeystoreTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir private Path folder;
  private Path file;
  private Path keyFile;
  private Keystore keystore;

  @BeforeEach
  void open() {
    file = folder.resolve("data/credentials.keystore");
    keyFile = folder.resolve("keys/keystore-key");
    keystore = with(keyFile);
  }

  private Keystore with(Path key) {
    return new Keystore(file, key, InstantSource.fixed(NOW), new SecureRandom());
  }

  private void set(String name, String value) {
    var _ = keystore.set(name, value.getBytes(UTF_8));
  }

  private String read(String name) {
    return keystore.read(name).map(SecretText::reveal).orElse("(none)");
  }

  @Test
  void givesBackWhatWasSet() {
    set("OPENAI", "sk-one");
    set("account.json", "{\"private_key\":\"ünï\\n\"}");

    assertThat(read("OPENAI")).isEqualTo("sk-one");
    assertThat(read("account.json")).isEqualTo("{\"private_key\":\"ünï\\n\"}");
    assertThat(read("other")).isEqualTo("(none)");
    assertThat(keystore.names()).isEqualTo(Map.of("OPENAI", NOW, "account.json", NOW));
  }

  @Test
  void replacesAndRemoves() {
    set("A", "one");
    set("A", "two");

    assertThat(read("A")).isEqualTo("two");
    assertThat(keystore.remove("A")).isTrue();
    assertThat(keystore.remove("A")).isFalse();
    assertThat(read("A")).isEqualTo("(none)");
  }

  @Test
  void makesAKeyOnceAndBothFilesForTheirOwnerAlone() throws Exception {
    assertThat(keystore.set("A", "one".getBytes(UTF_8))).isTrue();
    assertThat(keystore.set("A", "one".getBytes(UTF_8))).isFalse();

    for (Path each : List.of(file, keyFile)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void showsNamesAndNoValues() throws Exception {
    set("OPENAI", "sk-planted");

    assertThat(Files.readString(file))
        .startsWith("weir-keystore 1\nkey ")
        .contains("\nOPENAI 2026-03-01T10:00:00Z ")
        .doesNotContain("sk-planted", "c2stcGxhbnRlZA");
  }

  @Test
  void encryptsTheSameValueDifferentlyEachTime() throws Exception {
    set("A", "same");
    String first = Files.readString(file);
    set("A", "same");

    assertThat(Files.readString(file).lines().toList().get(2))
        .isNotEqualTo(first.lines().toList().get(2));
  }

  @Test
  void leavesNoOtherFileBehind() throws Exception {
    set("A", "one");
    keystore.rotate();

    try (var files = Files.list(file.getParent())) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("credentials.keystore", "credentials.keystore.lock");
    }
    try (var files = Files.list(keyFile.getParent())) {
      assertThat(files).containsExactly(keyFile);
    }
  }

  @Test
  void opensWithTheNewKeyAloneAfterARotation() throws Exception {
    set("A", "one");
    set("B", "two");
    Path old = Files.copy(keyFile, folder.resolve("old-key"));
    String before = Files.readString(file);

    keystore.rotate();

    assertThat(read("A")).isEqualTo("one");
    assertThat(read("B")).isEqualTo("two");
    assertThat(Files.readString(keyFile)).isNotEqualTo(Files.readString(old));
    assertThat(Files.readString(file).lines().toList())
        .doesNotContainAnyElementsOf(before.lines().skip(1).toList());
    assertThatThrownBy(() -> with(old).read("A")).hasMessageContaining("holds another one");
  }

  @Test
  void rotatesToAKeyOfAnotherFile() {
    set("A", "one");
    Path other = folder.resolve("other/key");

    keystore.rotate(other);

    assertThat(with(other).read("A")).contains(new SecretText("one"));
    assertThatThrownBy(() -> keystore.read("A")).isInstanceOf(KeystoreException.class);
  }

  /** The process was ended between the writing of the keystore and the renaming of its key. */
  @Test
  void opensWhatAnUnfinishedRotationHasLeftAndFinishesIt() throws Exception {
    set("A", "one");
    Path old = Files.copy(keyFile, folder.resolve("old-key"));
    keystore.rotate();
    Files.move(keyFile, keyFile.resolveSibling("keystore-key.next"));
    Files.copy(old, keyFile);

    assertThat(read("A")).isEqualTo("one");
    keystore.rotate();

    assertThat(read("A")).isEqualTo("one");
    assertThat(keyFile.resolveSibling("keystore-key.next")).doesNotExist();
  }

  /** The process was ended before the keystore was written with the new key. */
  @Test
  void forgetsAKeyThatARotationMadeAndNeverUsed() throws Exception {
    set("A", "one");
    var _ = KeystoreKey.make(keyFile.resolveSibling("keystore-key.next"), new SecureRandom());

    set("B", "two");

    assertThat(read("A")).isEqualTo("one");
    assertThat(keyFile.resolveSibling("keystore-key.next")).doesNotExist();
  }

  @Test
  void saysThatTheKeyIsAnother() throws Exception {
    set("A", "one");
    Path other = folder.resolve("other/key");
    var _ = KeystoreKey.make(other, new SecureRandom());

    assertThatThrownBy(() -> with(other).read("A"))
        .isInstanceOf(KeystoreException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(other + " holds another one")
        .hasMessageContaining("WEIR_KEYSTORE_KEY_FILE")
        .hasMessageNotContaining(Files.readString(other).strip());
  }

  @Test
  void saysThatThereIsNoKey() throws Exception {
    set("A", "one");
    Files.delete(keyFile);

    assertThatThrownBy(() -> read("A")).hasMessageContaining("there is no key for");
    assertThatThrownBy(() -> set("B", "two")).hasMessageContaining("there is no key for");
  }

  @Test
  void saysThatTheKeyIsNone() throws Exception {
    set("A", "one");
    Files.writeString(keyFile, "bm90IGEga2V5");

    assertThatThrownBy(() -> read("A"))
        .hasMessageContaining("expected 32 bytes in base64")
        .hasMessageNotContaining("bm90IGEga2V5");
  }

  /** Every byte of it: whichever is changed, nothing is read from the file. */
  @Test
  void noticesEveryChangedByte() throws Exception {
    set("A", "one");
    byte[] whole = Files.readAllBytes(file);

    for (int i = 0; i < whole.length - 1; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      assertThatThrownBy(() -> read("A")).isInstanceOf(KeystoreException.class);
    }
  }

  @Test
  void noticesAFileThatWasCutOff() throws Exception {
    set("A", "one");
    set("B", "two");
    String whole = Files.readString(file);

    for (int length = 0; length < whole.length() - 1; length++) {
      Files.writeString(file, whole.substring(0, length));
      assertThatThrownBy(() -> read("A")).isInstanceOf(KeystoreException.class);
    }
  }

  @Test
  void saysThatTheFileIsDamaged() throws Exception {
    set("A", "one");
    set("B", "two");
    List<String> lines = new ArrayList<>(Files.readString(file).lines().toList());
    lines.remove(2);
    Files.writeString(file, String.join("\n", lines) + "\n");

    assertThatThrownBy(() -> read("B")).hasMessageContaining(file + " is damaged");
  }

  @Test
  void saysThatAVersionIsNotItsOwn() throws Exception {
    set("A", "one");
    Files.writeString(file, Files.readString(file).replaceFirst("keystore 1", "keystore 2"));

    assertThatThrownBy(() -> read("A")).hasMessageContaining("reads version 1");
  }

  /** Even where the file as a whole would pass: a value does not open under another name. */
  @Test
  void bindsAValueToItsNameAndDate() {
    KeystoreKey key = KeystoreKey.of(new byte[32]);
    byte[] sealed = key.seal("one".getBytes(UTF_8), "A", new SecureRandom());

    assertThat(key.open(sealed, "A")).isPresent();
    assertThat(key.open(sealed, "B")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-rw----", "rw-r-----", "rwxrwxrwx"})
  void refusesFilesThatOthersMaySee(String mode) throws Exception {
    set("A", "one");
    for (Path each : List.of(keyFile, file)) {
      var before = Files.getPosixFilePermissions(each);
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(mode));

      assertThatThrownBy(() -> read("A"))
          .isInstanceOf(KeystoreException.class)
          .hasMessageContaining("chmod 600 '" + each + "'");

      Files.setPosixFilePermissions(each, before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"r--------", "r--r-----"})
  void takesAKeyOfAMountedVolume(String mode) throws Exception {
    set("A", "one");
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString(mode));

    assertThat(read("A")).isEqualTo("one");
  }

  @Test
  void keepsTheKeyOutOfTheFoldersOfTheFile() {
    var together = with(file.resolveSibling("key"));

    assertThatThrownBy(() -> together.set("A", "one".getBytes(UTF_8)))
        .hasMessageContaining("put the key elsewhere");
    var below = with(file.resolveSibling("keys").resolve("key"));
    assertThatThrownBy(() -> below.set("A", "one".getBytes(UTF_8)))
        .hasMessageContaining("or below it");
    assertThat(file).doesNotExist();
  }

  @Test
  void refusesToRotateToTheKeyThatItHas() throws Exception {
    set("A", "one");

    assertThatThrownBy(() -> keystore.rotate(keyFile))
        .hasMessageContaining("the key that the keystore has already");
    assertThatThrownBy(
            () -> keystore.rotate(keyFile.resolveSibling(keyFile.getFileName() + ".next")))
        .hasMessageContaining("where rotations put the next key");
    assertThat(read("A")).isEqualTo("one");
  }

  @Test
  void refusesAChangeWhileAnotherProcessChanges() throws Exception {
    set("A", "one");
    Path lock = file.resolveSibling("credentials.keystore.lock");
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      var _ = channel.lock();

      assertThatThrownBy(() -> set("B", "two")).hasMessageContaining("try again");
    }
    assertThatCode(() -> set("B", "two")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../x", "a#b", ".hidden"})
  void refusesNamesThatCouldNotStandInAReference(String name) {
    assertThatThrownBy(() -> set(name, "one")).hasMessageContaining("a secret's name is");
  }

  @Test
  void refusesValuesThatAreNone() {
    assertThatThrownBy(() -> set("A", "")).hasMessageContaining("from 1 to 65536 bytes");
    assertThatThrownBy(() -> set("A", "x".repeat(65_537))).hasMessageContaining("65536");
    assertThatThrownBy(() -> keystore.set("A", new byte[] {(byte) 0xff}))
        .hasMessageContaining("UTF-8");
    assertThat(Set.of(folder.toFile().list())).isEmpty();
  }
}
