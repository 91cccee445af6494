package dev.weir.governance.detection.secret;

import static dev.weir.governance.detection.secret.Rows.row;

import dev.weir.governance.detection.Anchor;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.ScanRule;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** JSON web tokens: JWS and JWE in compact form (RFC 7515 section 7.1, RFC 7516 section 7.1). */
final class WebTokens {

  private static final int TOKEN_MAX = 8_000;

  private static final Check HEADER =
      (text, start, end, score) ->
          TokenCheck.standsAlone(text, start, end)
                  && isSigned(text.subSequence(start, end).toString())
              ? score
              : 0;

  static final List<ScanRule> RULES =
      List.of(
          row(
              "json-web-token",
              "^eyJ[A-Za-z0-9_-]{14,}\\.[A-Za-z0-9_-]{0,}\\.[A-Za-z0-9_-]{16,}(?:\\.[A-Za-z0-9_-]{0,}){0,2}",
              new Anchor.Literals(List.of("eyJ"), 0, TOKEN_MAX),
              HEADER));

  private WebTokens() {}

  /** Whether the header names an algorithm, as it must; and it is not the sample of all manuals. */
  private static boolean isSigned(String token) {
    int dot = token.indexOf('.');
    String header = decoded(token.substring(0, dot));
    int second = token.indexOf('.', dot + 1);
    String claims = decoded(token.substring(dot + 1, second));
    return header.contains("\"alg\"") && !claims.contains("\"1234567890\"");
  }

  /** The text in base64url; empty where it is none. */
  private static String decoded(String part) {
    try {
      return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
