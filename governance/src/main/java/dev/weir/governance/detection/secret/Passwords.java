package dev.weir.governance.detection.secret;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Check;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Judges what stands where a password or a token is expected. */
final class Passwords {

  /** In a URL in front of the host: anything that is no placeholder. */
  static final Check IN_URL =
      (text, start, end, score) ->
          Placeholder.isNoPassword(text.subSequence(start, end)) ? 0 : score;

  /** In a connection string, behind what says where to connect. */
  static final Check IN_CONNECTION =
      (text, start, end, score) ->
          isConnection(text, start) ? IN_URL.score(text, start, end, score) : 0;

  /** As an argument of a program or a call. */
  static final Check ARGUMENT =
      (text, start, end, score) ->
          "$%@-(<{/".indexOf(text.charAt(start)) >= 0
              ? 0
              : unlessPlaceholder(text, start, end, score);

  /** What a header says is a token. */
  static final Check BEARER =
      (text, start, end, score) -> isToken(text.subSequence(start, end)) ? score : 0;

  /** A token of unknown shape: long, and made by chance. */
  static final Check OPAQUE =
      (text, start, end, score) -> isOpaque(text.subSequence(start, end)) ? score : 0;

  /** Base64 of {@code user:password} (RFC 7617). */
  static final Check BASIC =
      (text, start, end, score) -> isLogin(text.subSequence(start, end).toString()) ? score : 0;

  private static final int CONNECTION_MAX = 240;

  /** The parts that ODBC, ADO.NET and libpq know. */
  private static final Pattern CONNECTION =
      Pattern.compile(
          "(?i)(?:server|data source|address|host|hostname|hostaddr|user id|userid|uid|user"
              + "|initial catalog|database|dbname|provider|driver|dsn)[ \\t]{0,2}=[^;=]{1,}[; ]");

  private static final int OPAQUE_MIN = 16;
  private static final double BITS_MIN = 2.8;
  private static final double WORDS_MAX = 0.5;

  private Passwords() {}

  private static double unlessPlaceholder(CharSequence text, int start, int end, double score) {
    return Placeholder.isNoSecret(text.subSequence(start, end)) ? 0 : score;
  }

  /** Whether a value could only have been made by a machine. */
  static boolean isOpaque(CharSequence value) {
    return value.length() >= OPAQUE_MIN
        && Randomness.entropy(value) >= BITS_MIN
        && Randomness.wordShare(value) < WORDS_MAX
        && value.chars().anyMatch(Character::isLetter)
        && (value.length() >= 32 || value.chars().anyMatch(Character::isDigit))
        && !Placeholder.isExample(value);
  }

  private static boolean isConnection(CharSequence text, int start) {
    String left = text.subSequence(Math.max(0, start - CONNECTION_MAX), start).toString();
    return CONNECTION.matcher(left.substring(left.lastIndexOf('\n') + 1)).find();
  }

  /** An account of a chain is public, though tokens are spoken of beside it. */
  private static final Pattern ACCOUNT = Pattern.compile("0x[0-9a-fA-F]{40}");

  private static boolean isToken(CharSequence value) {
    if (ACCOUNT.matcher(value).matches()) {
      return false;
    }
    return isOpaque(value)
        || (value.chars().anyMatch(Character::isDigit)
            && Randomness.entropy(value) >= BITS_MIN
            && Randomness.wordShare(value) < WORDS_MAX
            && !Placeholder.isExample(value));
  }

  private static boolean isLogin(String encoded) {
    try {
      String login = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = login.indexOf(':');
      return colon >= 0
          && colon < login.length() - 2
          && login.chars().allMatch(c -> c >= ' ' && c < 127)
          && !Placeholder.isNoSecret(login.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
