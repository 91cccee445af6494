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
import picocli.CommandLine.Mixin;

/** What a command needs that publishes to the log. */
final class ControlOptions {

  @Mixin private LogOptions log = new LogOptions();

  ControlPlane connect(PrintWriter err) {
    WeirConfig config = log.load(Map.of());
    LogConnection connection = LogOptions.connection(config);
    var random = new SecureRandom();
    return ControlPlane.connect(
        connection, secret(config, random, err), InstantSource.system(), random);
  }

  /**
   * Whoever applies the first policy makes the data keys, and so the key that wraps them; every
   * proxy and processor then needs that one.
   */
  private static KeyEncryptionKey secret(WeirConfig config, SecureRandom random, PrintWriter err) {
    return Secrets.find(config.keyEncryptionKey(), DataDirectory.at(config.data()))
        .orElseGet(() -> {
          DataDirectory data = DataDirectory.open(config.data());
          err.println(
              "weir: made a key-encryption key in "
                  + data.path()
                  + "; every proxy and processor needs this one");
          return Secrets.findOrMake(config.keyEncryptionKey(), data, random);
        });
  }
}
