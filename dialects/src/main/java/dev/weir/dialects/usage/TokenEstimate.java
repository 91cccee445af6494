package dev.weir.dialects.usage;

/**
 * Token counts where no provider gave one: four characters a token, rounded up, which is what the
 * common byte-pair encodings give for English text. JSON punctuation of a request counts as text,
 * so an input estimate is rather too high than too low for Latin scripts; for scripts of three
 * bytes a character the byte count makes up for their denser tokens. Images in a request are
 * counted by their encoded size, which is far too high: a reservation errs on the safe side and is
 * replaced by the provider's count.
 */
public final class TokenEstimate {

  private static final int CHARACTERS_PER_TOKEN = 4;

  private TokenEstimate() {}

  /** Tokens of a request, from the bytes of its body. */
  public static long ofRequest(int bodyBytes) {
    return tokens(bodyBytes);
  }

  /** Tokens of an answer, from the UTF-16 units of its text. */
  public static long ofText(long characters) {
    return tokens(characters);
  }

  private static long tokens(long characters) {
    if (characters < 0) {
      throw new IllegalArgumentException("a length cannot be negative: " + characters);
    }
    return Math.ceilDiv(characters, CHARACTERS_PER_TOKEN);
  }
}
