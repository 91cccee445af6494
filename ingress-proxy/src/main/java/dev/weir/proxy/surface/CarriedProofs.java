package dev.weir.proxy.surface;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.DialectName;
import java.util.List;
import java.util.stream.Stream;

/**
 * A caller gives back what an earlier answer held. Where another provider gave that answer, its
 * proofs travelled under a mark, as the beginning of a string, and the provider of today takes them
 * for forged.
 */
final class CarriedProofs {

  private static final byte[] MARK = "weir:".getBytes(US_ASCII);

  /** What a proof belongs to, after the mark. */
  private static final List<byte[]> OWNERS =
      Stream.concat(Stream.of("call"), Dialects.names().stream().map(DialectName::text))
          .map(it -> (it + ":").getBytes(US_ASCII))
          .toList();

  /** The mark where a dialect's clients take proofs for bytes, and refuse other text. */
  private static final byte[] MARK_IN_BASE64 = "d2Vpcjp".getBytes(US_ASCII);

  private CarriedProofs() {}

  /** Whether a body may hold some; a quoted word in a text is none. */
  static boolean areIn(byte[] body, int length) {
    for (int at = 0; at < length; at++) {
      if (body[at] == '"' && (at == 0 || body[at - 1] != '\\') && begins(body, at + 1, length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(byte[] body, int at, int length) {
    if (stands(MARK_IN_BASE64, body, at, length)) {
      return true;
    }
    if (!stands(MARK, body, at, length)) {
      return false;
    }
    for (byte[] owner : OWNERS) {
      if (stands(owner, body, at + MARK.length, length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean stands(byte[] word, byte[] body, int at, int length) {
    if (at + word.length > length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (body[at + i] != word[i]) {
        return false;
      }
    }
    return true;
  }
}
