package dev.weir.standalone.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a policy may refer to.
 *
 * @param directory the only folder whose files a policy may refer to; none where not given
 * @param variables the names of the environment variables that it may refer to, as a regular
 *     expression
 * @param readEvery after which time a value is read again
 * @param keystore the file of {@code weir secret}; in the data folder where not given
 * @param keystoreKeyFile where its key is; the environment or the home folder says where not given
 * @param vault none where it has no address
 */
public record CredentialSettings(
    Optional<Path> directory,
    String variables,
    Duration readEvery,
    Optional<Path> keystore,
    Optional<Path> keystoreKeyFile,
    Optional<VaultSettings> vault) {

  /** Variables that begin with {@code WEIR_} are Weir's own. */
  static final String VARIABLES = "(?!WEIR_).+";

  static final Duration READ_EVERY = Duration.ofSeconds(15);

  static CredentialSettings from(Settings settings) {
    return new CredentialSettings(
        settings.optionalPath("credentials.directory"),
        settings.regex("credentials.variables", VARIABLES),
        settings.duration("credentials.read-every", READ_EVERY),
        settings.optionalPath("credentials.keystore"),
        settings.optionalPath("credentials.keystore-key-file"),
        VaultSettings.from(settings));
  }
}
