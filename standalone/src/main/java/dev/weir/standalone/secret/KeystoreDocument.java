package dev.weir.standalone.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A keystore as text:
 *
 * <pre>
 * weir-keystore 1
 * key ID
 * NAME INSTANT BASE64   (one line per secret, by name)
 * mac HEX               (HMAC-SHA256 of all that stands above)
 * </pre>
 *
 * The base64 holds a nonce of 12 bytes, made anew each time a secret is encrypted, and the
 * ciphertext with its tag (AES-256-GCM). Name and instant are bound to it.
 */
final class KeystoreDocument {

  /** What names a secret. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  static final int ENTRIES_MAX = 1_000;

  private static final String BEGINNING = "weir-keystore ";
  private static final String VERSION = "1";

  private record Sealed(Instant at, byte[] bytes) {}

  private final KeystoreKey key;
  private final SortedMap<String, Sealed> entries = new TreeMap<>();

  private KeystoreDocument(KeystoreKey key) {
    this.key = key;
  }

  static KeystoreDocument empty(KeystoreKey key) {
    return new KeystoreDocument(key);
  }

  /** The id of the key that a text was written with; nothing where it is no keystore. */
  static Optional<String> keyId(byte[] text, Path file) {
    List<String> lines = new String(text, UTF_8).lines().limit(2).toList();
    if (lines.isEmpty() || !lines.getFirst().startsWith(BEGINNING)) {
      return Optional.empty();
    }
    String version = lines.getFirst().substring(BEGINNING.length());
    if (!version.equals(VERSION)) {
      throw new KeystoreException(
          file + " is a keystore of another version; this Weir reads version " + VERSION);
    }
    return lines.size() == 2 && lines.get(1).startsWith("key ")
        ? Optional.of(lines.get(1).substring(4))
        : Optional.empty();
  }

  /**
   * Reads a text that was written with this key.
   *
   * @throws KeystoreException where it is not whole
   */
  static KeystoreDocument parse(byte[] text, KeystoreKey key, Path file) {
    String all = new String(text, UTF_8);
    int end = all.lastIndexOf("\nmac ") + 1;
    byte[] mac = end == 0 ? new byte[0] : hex(all.substring(end + 4).strip());
    if (!MessageDigest.isEqual(mac, key.authenticate(all.substring(0, end).getBytes(UTF_8)))) {
      throw damaged(file);
    }
    var document = new KeystoreDocument(key);
    try {
      all.substring(0, end).lines().skip(2).forEach(document::read);
    } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException _) {
      throw damaged(file);
    }
    return document;
  }

  private void read(String line) {
    String[] parts = line.split(" ", -1);
    entries.put(
        parts[0], new Sealed(Instant.parse(parts[1]), Base64.getDecoder().decode(parts[2])));
  }

  private static byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  static KeystoreException damaged(Path file) {
    return new KeystoreException(
        file + " is damaged: it is not what Weir has written; put a copy of it back");
  }

  byte[] text() {
    StringBuilder text = new StringBuilder(256);
    text.append(BEGINNING).append(VERSION).append('\n');
    text.append("key ").append(key.id()).append('\n');
    entries.forEach((name, sealed) ->
        text.append(name)
            .append(' ')
            .append(sealed.at())
            .append(' ')
            .append(Base64.getEncoder().encodeToString(sealed.bytes()))
            .append('\n'));
    byte[] mac = key.authenticate(text.toString().getBytes(UTF_8));
    text.append("mac ").append(HexFormat.of().formatHex(mac)).append('\n');
    return text.toString().getBytes(UTF_8);
  }

  /** The names and when each was set. */
  SortedMap<String, Instant> names() {
    SortedMap<String, Instant> names = new TreeMap<>();
    entries.forEach((name, sealed) -> names.put(name, sealed.at()));
    return names;
  }

  /** What a name stands for, to be wiped after use. */
  Optional<byte[]> value(String name, Path file) {
    Sealed sealed = entries.get(name);
    return sealed == null
        ? Optional.empty()
        : Optional.of(
            key.open(sealed.bytes(), bound(name, sealed.at())).orElseThrow(() -> damaged(file)));
  }

  void put(String name, byte[] value, Instant at, SecureRandom random) {
    if (entries.size() >= ENTRIES_MAX && !entries.containsKey(name)) {
      throw new KeystoreException("a keystore holds at most " + ENTRIES_MAX + " secrets");
    }
    entries.put(name, new Sealed(at, key.seal(value, bound(name, at), random)));
  }

  boolean remove(String name) {
    return entries.remove(name) != null;
  }

  /** The same secrets under another key. */
  KeystoreDocument under(KeystoreKey other, Path file, SecureRandom random) {
    var rewritten = new KeystoreDocument(other);
    entries.forEach((name, sealed) -> {
      byte[] plain = value(name, file).orElseThrow();
      rewritten.put(name, plain, sealed.at(), random);
      Arrays.fill(plain, (byte) 0);
    });
    return rewritten;
  }

  private static String bound(String name, Instant at) {
    return BEGINNING + VERSION + "\n" + name + "\n" + at;
  }
}
