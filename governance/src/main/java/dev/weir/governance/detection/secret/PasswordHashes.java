package dev.weir.governance.detection.secret;

import static dev.weir.governance.detection.secret.Rows.LIKELY;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Anchor;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;

/** Stored passwords: what one machine needs a night for, and another one a minute. */
final class PasswordHashes {

  /** Kerberos tickets are the longest. */
  private static final int HASH_MAX = 4_000;

  private static final String B64 = "[./A-Za-z0-9]";

  static final List<ScanRule> RULES =
      List.of(
          hash(
              "hash-bcrypt",
              "\\$2[abxy]\\$[0-9]{2}\\$" + B64 + "{53}",
              "$2a$",
              "$2b$",
              "$2x$",
              "$2y$"),
          hash(
              "hash-md5crypt",
              "\\$(?:1|apr1)\\$" + B64 + "{1,8}\\$" + B64 + "{22}",
              "$1$",
              "$apr1$"),
          hash(
              "hash-sha256crypt",
              "\\$5\\$(?:rounds=[0-9]{1,9}\\$)?[^$:\\s]{1,16}\\$" + B64 + "{43}",
              "$5$"),
          hash(
              "hash-sha512crypt",
              "\\$6\\$(?:rounds=[0-9]{1,9}\\$)?[^$:\\s]{1,16}\\$" + B64 + "{86}",
              "$6$"),
          hash(
              "hash-yescrypt",
              "\\$(?:y|gy|7)\\$" + B64 + "{1,16}\\$" + B64 + "{1,86}\\$" + B64 + "{43}",
              "$y$",
              "$gy$",
              "$7$"),
          hash(
              "hash-argon2",
              "\\$argon2(?:id|i|d)\\$v=[0-9]{1,3}\\$m=[0-9]{1,9},t=[0-9]{1,9},p=[0-9]{1,4}\\$[A-Za-z0-9+/]{8,90}\\$[A-Za-z0-9+/]{16,90}",
              "$argon2"),
          hash(
              "hash-scrypt",
              "\\$s(?:crypt\\$ln=[0-9]{1,2},r=[0-9]{1,3},p=[0-9]{1,3}|0\\$[0-9a-f]{5,8})\\$[A-Za-z0-9+/=]{8,90}\\$[A-Za-z0-9+/=]{16,90}",
              "$scrypt$",
              "$s0$"),
          hash("hash-phpass", "\\$[PH]\\$[A-Za-z0-9]" + B64 + "{30}", "$P$", "$H$"),
          hash("hash-drupal", "\\$S\\$[A-Za-z0-9]" + B64 + "{51}", "$S$"),
          hash(
              "hash-pbkdf2",
              "(?:pbkdf2[_-]sha(?:1|256|512)|pbkdf2:sha(?:1|256|512))[$:][0-9]{3,8}[$][A-Za-z0-9+/=.]{1,60}[$][A-Za-z0-9+/=.]{20,128}",
              "pbkdf2"),
          hash("hash-cisco", "\\$[89]\\$" + B64 + "{14}\\$" + B64 + "{43}", "$8$", "$9$"),
          hash(
              "hash-ldap",
              "\\{(?:SSHA|SHA|SMD5|MD5|SSHA256|SSHA512|SHA256|SHA512|CRYPT)\\}[A-Za-z0-9+/.$]{20,128}={0,2}",
              "{SSHA",
              "{SHA",
              "{SMD5}",
              "{MD5}",
              "{CRYPT}"),
          hash(
              "hash-kerberos",
              "\\$krb5(?:asrep|tgs|pa)\\$(?:[0-9]{1,2}\\$)?[^\\s\"']{1,160}[$:][a-f0-9]{16,64}\\$?[a-f0-9$]{32,}",
              "$krb5"),
          row("hash-ntlm", "[0-9]{1,6}:[a-fA-F0-9]{32}:[a-fA-F0-9]{32}:::", 0, 80, ":::"),
          row(
              "hash-netntlm",
              "[A-Za-z0-9_.$-]{1,20}::[A-Za-z0-9_.-]{0,20}:[a-fA-F0-9]{16}:[a-fA-F0-9]{32}:[a-fA-F0-9]{32,}",
              0,
              40,
              "::"),
          row(
              "hash-mysql",
              "^(?i:IDENTIFIED\\s{1,4}(?:BY|WITH|AS)[\\s\\S]{0,60}?)'?(\\*[A-F0-9]{40})",
              1,
              0,
              "IDENTIFIED"));

  private PasswordHashes() {}

  private static ScanRule hash(String id, String pattern, String... marks) {
    return row(id, "^(?:" + pattern + ")", 0, 0, marks);
  }

  private static ScanRule row(String id, String pattern, int group, int before, String... marks) {
    return new ScanRule(
        id,
        FindingType.SECRET,
        LIKELY,
        new Anchor.Literals(List.of(marks), before, HASH_MAX),
        Pattern.compile(pattern),
        group,
        TokenCheck.FRAMED);
  }
}
