package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.standalone.config.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir private Path folder;

  @Test
  void isMadeForItsOwnerAlone() throws Exception {
    DataDirectory data = DataDirectory.open(folder.resolve("a/b"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
        .isEqualTo("rwx------");
  }

  @Test
  void warnsWhereOthersCanLookIn() throws Exception {
    DataDirectory data = DataDirectory.open(folder.resolve("a"));
    assertThat(data.warningOfOthers()).isEmpty();

    Files.setPosixFilePermissions(data.path(), PosixFilePermissions.fromString("rwxr-x--x"));

    assertThat(data.warningOfOthers())
        .get()
        .asString()
        .contains("chmod 700", data.path().toString());
  }

  @Test
  void hasALogFileForEachRole() {
    DataDirectory data = DataDirectory.at(folder);

    assertThat(data.logFile("gateway")).hasFileName("weir.log");
    assertThat(data.logFile("proxy-north")).hasFileName("proxy-north.log");
    assertThat(data.logFile("sinks")).hasFileName("sinks.log");
  }

  @Test
  void isHeldByOneProcessAtATime() {
    DataDirectory data = DataDirectory.open(folder);
    DataDirectory.Hold held = data.hold("gateway");

    assertThatThrownBy(() -> data.hold("gateway"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(
            "is in use by another weir (process " + ProcessHandle.current().pid() + ")")
        .hasMessageContaining("--data");

    held.close();
    data.hold("gateway").close();
  }

  @Test
  void keepsTheSecretThatItHasMade() throws Exception {
    DataDirectory data = DataDirectory.open(folder);
    assertThat(Secrets.find(Optional.empty(), data)).isEmpty();

    byte[] made =
        Secrets.findOrMake(Optional.empty(), data, () -> false, new SecureRandom()).pepper();

    assertThat(Secrets.find(Optional.empty(), data))
        .get()
        .extracting(key -> key.pepper())
        .isEqualTo(made);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.keyEncryptionKey())))
        .isEqualTo("rw-------");
  }

  @Test
  void neverReplacesASecretThatWasLost() {
    DataDirectory data = DataDirectory.open(folder);

    assertThatThrownBy(
            () -> Secrets.findOrMake(Optional.empty(), data, () -> true, new SecureRandom()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("key-encryption key is missing: put it back at " + folder);
    assertThat(data.keyEncryptionKey()).doesNotExist();
  }

  @Test
  void prefersTheConfiguredSecretAndNeverQuotesAWrongOne() {
    DataDirectory data = DataDirectory.open(folder);
    String base64 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    assertThat(Secrets.find(Optional.of(new Secret(base64)), data)).isPresent();
    assertThatThrownBy(() -> Secrets.find(Optional.of(new Secret("c2hvcnQ=")), data))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("32 bytes in base64")
        .hasMessageNotContaining("c2hvcnQ=");
  }

  @Test
  void tellsOthersWhereItsProcessIsReached() {
    DataDirectory data = DataDirectory.open(folder);
    var addresses = addresses(ProcessHandle.current().pid());

    DataDirectory.Hold published = addresses.publish(data);
    assertThat(Addresses.of(data)).hasValue(addresses);

    published.close();
    assertThat(Addresses.of(data)).isEmpty();
  }

  @Test
  void forgetsAProcessThatWasKilled() throws Exception {
    DataDirectory data = DataDirectory.open(folder);
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();

    addresses(ended.pid()).publish(data);

    assertThat(Addresses.of(data)).isEmpty();
  }

  private static Addresses addresses(long pid) {
    return new Addresses(
        pid,
        "127.0.0.1:9092",
        URI.create("http://127.0.0.1:8081"),
        "weir.",
        Map.of(Addresses.GATEWAY, URI.create("http://127.0.0.1:8080")));
  }
}
