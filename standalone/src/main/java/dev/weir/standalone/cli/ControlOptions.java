package dev.weir.standalone.cli;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.process.DataDirectory;
import dev.weir.standalone.process.Secrets;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** What a command needs that publishes to the log. */
final class ControlOptions {

  @Mixin private LogOptions log = new LogOptions();

  /** The log alone. */
  LogConnection connection() {
    return LogOptions.connection(log.load(Map.of()));
  }

  /** Never makes a key-encryption key; a command that needs one fails where there is none. */
  ControlPlane connect() {
    WeirConfig config = log.load(Map.of());
    LogConnection connection = LogOptions.connection(config);
    DataDirectory data = DataDirectory.at(config.data());
    return ControlPlane.connect(
        connection,
        () ->
            Secrets.find(config.keyEncryptionKey(), data).orElseThrow(() -> Secrets.missing(data)),
        InstantSource.system(),
        new SecureRandom());
  }

  /**
   * Whoever applies the first policy makes the data keys, and so the key that wraps them; every
   * proxy and processor then needs that one.
   */
  ControlPlane connectToApply(PrintWriter err) {
    WeirConfig config = log.load(Map.of());
    LogConnection connection = LogOptions.connection(config);
    var random = new SecureRandom();
    KeyEncryptionKey secret =
        Secrets.find(config.keyEncryptionKey(), DataDirectory.at(config.data()))
            .orElseGet(() -> make(config, connection, random, err));
    return ControlPlane.connect(connection, () -> secret, InstantSource.system(), random);
  }

  private static KeyEncryptionKey make(
      WeirConfig config, LogConnection connection, SecureRandom random, PrintWriter err) {
    DataDirectory data = DataDirectory.open(config.data());
    KeyEncryptionKey made =
        Secrets.findOrMake(
            Optional.empty(),
            data,
            () -> ControlPlane.needsSecret(connection, InstantSource.system()),
            random);
    err.println(
        "weir: made a key-encryption key in "
            + data.path()
            + "; every proxy and processor needs this one");
    return made;
  }
}
