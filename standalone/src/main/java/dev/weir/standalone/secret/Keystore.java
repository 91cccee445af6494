package dev.weir.standalone.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.proxy.credential.SecretText;
import dev.weir.standalone.config.WeirConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in one encrypted file, for machines without a secret manager. Whoever has the file and
 * not the key has the names and the dates; the key is in another file, which has to be in another
 * folder: a copy of one folder must not be enough.
 *
 * <p>Every method reads the file anew, and so sees what another process has changed. Changes of two
 * processes do not overwrite each other: the second is refused.
 */
public final class Keystore {

  /** An account's document has some thousand bytes. */
  public static final int VALUE_BYTES_MAX = 1 << 16;

  private static final int FILE_BYTES_MAX = 1 << 27;
  private static final String KEY_FILE_VARIABLE = "WEIR_KEYSTORE_KEY_FILE";

  private final Path file;
  private final Path keyFile;
  private final InstantSource clock;
  private final SecureRandom random;

  Keystore(Path file, Path keyFile, InstantSource clock, SecureRandom random) {
    this.file = file.toAbsolutePath().normalize();
    this.keyFile = keyFile.toAbsolutePath().normalize();
    this.clock = clock;
    this.random = random;
  }

  /**
   * The keystore of a configuration. Its key is in the file that {@code
   * credentials.keystore-key-file} names, or else the variable {@code WEIR_KEYSTORE_KEY_FILE}, or
   * else in {@code ~/.config/weir/keystore-key}.
   */
  public static Keystore of(
      WeirConfig config, Map<String, String> environment, InstantSource clock) {
    var settings = config.parts().proxy().credentials();
    Path key =
        settings
            .keystoreKeyFile()
            .or(() -> Optional.ofNullable(environment.get(KEY_FILE_VARIABLE)).map(Path::of))
            .orElseGet(
                () -> Path.of(System.getProperty("user.home"), ".config", "weir", "keystore-key"));
    return new Keystore(
        settings.keystore().orElseGet(() -> config.data().resolve("credentials.keystore")),
        key,
        clock,
        new SecureRandom());
  }

  public Path file() {
    return file;
  }

  public Path keyFile() {
    return keyFile;
  }

  /**
   * The names and when each was set.
   *
   * @throws KeystoreException where the keystore cannot be used
   */
  public SortedMap<String, Instant> names() {
    return Files.exists(file) ? load().names() : Collections.emptySortedMap();
  }

  /**
   * What a name stands for.
   *
   * @throws KeystoreException where the keystore cannot be used
   */
  Optional<SecretText> read(String name) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return load()
        .value(name, file)
        .map(bytes -> {
          try {
            return new SecretText(new String(bytes, UTF_8));
          } finally {
            Arrays.fill(bytes, (byte) 0);
          }
        });
  }

  /**
   * Sets what a name stands for; makes the keystore and its key where there is neither.
   *
   * @param value text in UTF-8, which the caller wipes
   * @return true where a key was made
   * @throws KeystoreException where the keystore cannot be used, or the name or value cannot stand
   */
  public boolean set(String name, byte[] value) {
    requireName(name);
    requireText(value);
    requireApart(keyFile);
    boolean makesKey = !Files.exists(file) && !Files.exists(keyFile);
    changing(document -> {
      document.put(name, value, clock.instant().truncatedTo(ChronoUnit.SECONDS), random);
      return document;
    });
    return makesKey;
  }

  /** False where there is no such name. */
  public boolean remove(String name) {
    if (!names().containsKey(name)) {
      return false;
    }
    changing(document -> {
      var _ = document.remove(name);
      return document;
    });
    return true;
  }

  /**
   * Encrypts everything with a new key, in place of the old one. A process that is ended on the way
   * leaves a keystore that can be opened: the new key lies beside the old one before it is used.
   */
  public void rotate() {
    requireThere();
    changing(document -> document.under(KeystoreKey.make(nextKeyFile(), random), file, random));
  }

  /** Encrypts everything with the key of another file, which is made where it does not exist. */
  public void rotate(Path otherKeyFile) {
    requireThere();
    requireApart(otherKeyFile);
    if (otherKeyFile
        .toAbsolutePath()
        .normalize()
        .equals(nextKeyFile().toAbsolutePath().normalize())) {
      throw new KeystoreException(
          otherKeyFile + " is where rotations put the next key; name another file, or none");
    }
    KeystoreKey next =
        Files.exists(otherKeyFile)
            ? KeystoreKey.read(otherKeyFile)
            : KeystoreKey.make(otherKeyFile, random);
    changing(document -> {
      if (KeystoreDocument.keyId(document.text(), file).filter(next.id()::equals).isPresent()) {
        throw new KeystoreException(
            otherKeyFile
                + " holds the key that the keystore has already; name a file with another");
      }
      return document.under(next, file, random);
    });
  }

  private void requireThere() {
    if (!Files.exists(file)) {
      throw new KeystoreException(
          "there is no keystore at " + file + "; 'weir secret set NAME' makes it");
    }
  }

  private KeystoreDocument load() {
    byte[] text = PrivateFile.read(file, FILE_BYTES_MAX);
    String written =
        KeystoreDocument.keyId(text, file).orElseThrow(() -> KeystoreDocument.damaged(file));
    return KeystoreDocument.parse(text, key(written), file);
  }

  /** The key with this id: the one at its place, or one that a rotation has left beside it. */
  private KeystoreKey key(String id) {
    requireApart(keyFile);
    if (!Files.exists(keyFile) && !Files.exists(nextKeyFile())) {
      throw new KeystoreException(
          "there is no key for "
              + file
              + ": put it into "
              + keyFile
              + ", or name its file with "
              + KEY_FILE_VARIABLE);
    }
    @Nullable KeystoreKey other = null;
    for (Path each : new Path[] {keyFile, nextKeyFile()}) {
      if (Files.exists(each)) {
        KeystoreKey key = KeystoreKey.read(each);
        if (key.id().equals(id)) {
          return key;
        }
        other = other == null ? key : other;
      }
    }
    throw new KeystoreException(
        "%s was encrypted with the key %s, and %s holds another one (%s); name the right file with %s"
            .formatted(file, id, keyFile, other == null ? "none" : other.id(), KEY_FILE_VARIABLE));
  }

  /** Where a rotation puts the new key before it is used. */
  Path nextKeyFile() {
    return keyFile.resolveSibling(keyFile.getFileName() + ".next");
  }

  private void changing(UnaryOperator<KeystoreDocument> change) {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    try {
      PrivateFile.makeFolderOf(file);
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (lock == null) {
          throw new KeystoreException(file + " is being changed by another command; try again");
        }
        settleKey();
        KeystoreDocument before = Files.exists(file) ? load() : KeystoreDocument.empty(keyOrNew());
        PrivateFile.replace(file, change.apply(before).text());
        settleKey();
      }
    } catch (IOException e) {
      throw PrivateFile.failed("change", file, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private KeystoreKey keyOrNew() {
    return Files.exists(keyFile) ? KeystoreKey.read(keyFile) : KeystoreKey.make(keyFile, random);
  }

  /** The end of a rotation, also of one that another process has begun. */
  private void settleKey() throws IOException {
    Path next = nextKeyFile();
    if (Files.exists(file) && Files.exists(next)) {
      byte[] text = PrivateFile.read(file, FILE_BYTES_MAX);
      if (KeystoreDocument.keyId(text, file)
          .filter(KeystoreKey.read(next).id()::equals)
          .isPresent()) {
        PrivateFile.rename(next, keyFile);
      } else {
        Files.delete(next);
      }
    }
  }

  private void requireApart(Path key) {
    if (realFolderOf(key).startsWith(realFolderOf(file))) {
      throw new KeystoreException(
          "%s is in the folder of %s, or below it; put the key elsewhere, so that a copy of one folder"
                  .formatted(key, file)
              + " does not hold both");
    }
  }

  private static Path realFolderOf(Path of) {
    Path folder = PrivateFile.folderOf(of);
    try {
      return folder.toRealPath();
    } catch (IOException _) {
      return folder; // It is not there yet.
    }
  }

  private static void requireName(String name) {
    if (!KeystoreDocument.NAME.matcher(name).matches()) {
      throw new KeystoreException("a secret's name is up to 100 letters, digits, '.', '_' and '-'");
    }
  }

  private static void requireText(byte[] value) {
    if (value.length == 0 || value.length > VALUE_BYTES_MAX) {
      throw new KeystoreException("a secret has from 1 to " + VALUE_BYTES_MAX + " bytes");
    }
    try {
      var decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      Arrays.fill(decoded.array(), '\0');
    } catch (CharacterCodingException _) {
      throw new KeystoreException("a secret is text in UTF-8");
    }
  }
}
