package dev.weir.dialects.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How long OpenAI lets ids of calls be, where other servers write longer ones. A longer id becomes
 * its beginning and a hash of itself, which is the same for the call, for its result, and in every
 * later request.
 */
public enum CallIdLimit {
  CHAT(40),
  RESPONSES(64);

  private static final int HASH_BYTES = 8;

  private final int charactersMax;

  CallIdLimit(int charactersMax) {
    this.charactersMax = charactersMax;
  }

  /** The id, or the one that stands for it. */
  public String fit(String id) {
    if (id.length() <= charactersMax) {
      return id;
    }
    String end = "_" + hash(id);
    int kept = charactersMax - end.length();
    // Not half a character.
    return id.substring(0, Character.isHighSurrogate(id.charAt(kept - 1)) ? kept - 1 : kept) + end;
  }

  private static String hash(String id) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
