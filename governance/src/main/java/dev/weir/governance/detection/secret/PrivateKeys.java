package dev.weir.governance.detection.secret;

import static dev.weir.governance.detection.secret.Rows.row;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Anchor;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;

/**
 * Private keys in the forms that files hold: PEM (RFC 7468), OpenPGP armour (RFC 9580), PuTTY, age,
 * JWK (RFC 7517). A key that stands in one line, its ends of line written as {@code \n}, and a key
 * without its last line count as well.
 */
final class PrivateKeys {

  /** RSA with 16,384 bits in PEM, with two characters for each end of line. */
  private static final int KEY_MAX = 14_000;

  private static final int JWK_MAX = 1_500;

  private static final String BREAK = "(?:\\s|\\\\+[nr]|[\"',+>|])";

  private static final String BODY =
      BREAK
          + "{1,40}(?:[A-Za-z-]{3,20}: [^\\n\\\\]{1,80}"
          + BREAK
          + "{1,8}){0,4}[A-Za-z0-9+/=]{16,}"
          + "(?:"
          + BREAK
          + "{1,24}[A-Za-z0-9+/=]{4,})*";

  static final List<ScanRule> RULES =
      List.of(
          row(
              "private-key-pem",
              "^-{4,5} ?BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}"
                  + BODY
                  + "(?:"
                  + BREAK
                  + "{0,24}-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5})?",
              whole("-----BEGIN", "---- BEGIN"),
              TokenCheck.FRAMED),
          row(
              "private-key-putty",
              "^Private-Lines: [0-9]{1,3}" + BODY,
              whole("Private-Lines:"),
              TokenCheck.FRAMED),
          row(
              "private-key-pem-base64",
              "^LS0tLS1CRUdJTi[A-Za-z0-9+/]{6,40}(?:FURSBLRV|VEUgS0VZ|BUkVWQVRFIEtFW|UFJJVkFU|BSSVZBV|QUklWQVRF)[A-Za-z0-9+/]{60,}={0,2}",
              whole("LS0tLS1CRUdJTi"),
              TokenCheck.FRAMED),
          row(
              "private-key-age",
              "^AGE-(?:SECRET-KEY|PLUGIN-[A-Z0-9]{1,20})-1[A-Z0-9]{40,80}",
              whole("AGE-SECRET-KEY-1", "AGE-PLUGIN-"),
              TokenCheck.FRAMED),
          new ScanRule(
              "private-key-jwk",
              FindingType.SECRET,
              Rows.CERTAIN,
              new Anchor.Literals(List.of("\"d\""), 0, JWK_MAX),
              Pattern.compile("^\"d\"\\s{0,4}:\\s{0,4}\"([A-Za-z0-9_-]{40,})\""),
              1,
              (text, start, end, score) -> isInJwk(text, start, end) ? score : 0));

  private PrivateKeys() {}

  /** Whether a key type, which every JWK has, stands around. */
  private static boolean isInJwk(CharSequence text, int start, int end) {
    int from = Math.max(0, start - JWK_MAX);
    int to = Math.min(text.length(), end + JWK_MAX);
    return text.subSequence(from, to).toString().contains("\"kty\"");
  }

  private static Anchor whole(String... marks) {
    return new Anchor.Literals(List.of(marks), 0, KEY_MAX);
  }
}
