package dev.weir.governance.detection.secret;

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

  /** RSA with 8,192 bits in PEM, with two characters for each end of line. */
  private static final int KEY_MAX = 8_000;

  private static final int JWK_MAX = 1_500;

  private static final String BREAK = "(?:\\s|\\\\+[nr]|[\"',+>|])";

  private static final String BODY =
      BREAK
          + "{1,}(?:[A-Za-z-]{3,20}: [^\\n\\\\]{1,}"
          + BREAK
          + "{1,8}){0,4}[A-Za-z0-9+/=]{16,}"
          + "(?:"
          + BREAK
          + "{1,24}[A-Za-z0-9+/=]{4,})*";

  static final List<ScanRule> RULES =
      List.of(
          key(
              "private-key-pem",
              "-{4,5} ?BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}"
                  + BODY
                  + "(?:"
                  + BREAK
                  + "{0,24}-{4,5} ?END [A-Z0-9 ]{0,}PRIVATE KEY(?: BLOCK)? ?-{4,5})?",
              "-----BEGIN",
              "---- BEGIN"),
          key("private-key-putty", "Private-Lines: [0-9]{1,3}" + BODY, "Private-Lines:"),
          key(
              "private-key-pem-base64",
              "LS0tLS1CRUdJTi[A-Za-z0-9+/]{6,}(?:FURSBLRV|VEUgS0VZ|BUkVWQVRFIEtFW|UFJJVkFU|BSSVZBV|QUklWQVRF)[A-Za-z0-9+/]{60,}={0,2}",
              "LS0tLS1CRUdJTi"),
          key(
              "private-key-age",
              "AGE-(?:SECRET-KEY|PLUGIN-[A-Z0-9]{1,20})-1[A-Z0-9]{40,}",
              "AGE-SECRET-KEY-1",
              "AGE-PLUGIN-"),
          new ScanRule(
              "private-key-jwk",
              FindingType.SECRET,
              Rows.CERTAIN,
              new Anchor.Start(List.of("\"d\""), false, JWK_MAX),
              Rows.pinned("\"d\"\\s{0,4}:\\s{0,4}\"([A-Za-z0-9_-]{40,})\""),
              1,
              (text, start, end, score) -> isInJwk(text, start, end) ? score : 0));

  private PrivateKeys() {}

  /** Whether a key type, which every JWK has, stands around. */
  private static boolean isInJwk(CharSequence text, int start, int end) {
    int from = Math.max(0, start - JWK_MAX);
    int to = Math.min(text.length(), end + JWK_MAX);
    return text.subSequence(from, to).toString().contains("\"kty\"");
  }

  private static ScanRule key(String id, String pattern, String... marks) {
    return new ScanRule(
        id,
        FindingType.SECRET,
        Rows.CERTAIN,
        new Anchor.Start(List.of(marks), false, KEY_MAX),
        Rows.pinned(pattern),
        0,
        TokenCheck.FRAMED);
  }
}
