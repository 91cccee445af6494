package dev.weir.standalone.process;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.standalone.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The installation's one secret: from the configuration, or from a file in the data folder. */
public final class Secrets {

  private Secrets() {}

  /**
   * The key-encryption key; nothing where none is configured and none lies in the folder.
   *
   * @throws StartException where there is one that is no key
   */
  public static Optional<KeyEncryptionKey> find(Optional<Secret> configured, DataDirectory data) {
    if (configured.isPresent()) {
      return Optional.of(decode(configured.get().reveal(), "key-encryption-key"));
    }
    Path file = data.keyEncryptionKey();
    try {
      return DataDirectory.read(file).map(text -> decode(text, file.toString()));
    } catch (IOException e) {
      throw new StartException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * As {@link #find}; makes a key where there is none and nobody has used one yet.
   *
   * <p>Only for a process that owns the folder: two that make a key at once would each keep theirs.
   *
   * @param used whether the log holds anything that needs the key; asked only where there is none
   * @throws StartException where the key is missing that the log needs
   */
  public static KeyEncryptionKey findOrMake(
      Optional<Secret> configured, DataDirectory data, BooleanSupplier used, SecureRandom random) {
    return find(configured, data)
        .orElseGet(() -> {
          if (used.getAsBoolean()) {
            throw lost(data);
          }
          return make(data, random);
        });
  }

  /** What to do where a key is needed and none is there. */
  public static StartException missing(DataDirectory data) {
    return new StartException(
        "there is no key-encryption key: set key-encryption-key in weir.yaml, or put the one of the"
            + " installation into "
            + data.keyEncryptionKey());
  }

  private static StartException lost(DataDirectory data) {
    return new StartException(
        "this data folder's key-encryption key is missing: put it back at "
            + data.keyEncryptionKey()
            + "; without it content cannot be read and keys cannot be checked");
  }

  private static KeyEncryptionKey make(DataDirectory data, SecureRandom random) {
    byte[] secret = new byte[KeyEncryptionKey.LENGTH_BYTES];
    random.nextBytes(secret);
    Path file = data.keyEncryptionKey();
    try {
      data.writePrivately(file, Base64.getEncoder().encodeToString(secret) + "\n");
    } catch (IOException e) {
      throw new StartException("cannot write " + file + ": " + e.getMessage(), e);
    }
    return new KeyEncryptionKey(secret);
  }

  private static KeyEncryptionKey decode(String text, String where) {
    try {
      return new KeyEncryptionKey(Base64.getDecoder().decode(text.strip()));
    } catch (IllegalArgumentException e) {
      // The cause would quote the secret.
      throw new StartException(where + ": expected 32 bytes in base64 (openssl rand -base64 32)");
    }
  }
}
