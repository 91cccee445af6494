package dev.weir.governance.detection.secret;

import dev.weir.governance.detection.Anchor;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import java.util.List;

/**
 * Values with a name that says what they are, as programs, settings, and people write them: {@code
 * password = "..."}, {@code "apiKey": "..."}, {@code SECRET_KEY=...}, {@code
 * <password>...</password>}, {@code --token ...}, {@code the password is ...}.
 */
final class Assignments {

  private static final String[] KEYWORDS = {
    "pass", "pwd", "secret", "token", "key", "credential", "auth", "crumb", "_pat"
  };

  private static final int DISTANCE_MAX = 240;

  /** The keyword and the rest of its name. */
  private static final String NAME =
      "(?i:pass|pwd|secret|token|key|credential|auth|crumb|_pat)[A-Za-z0-9_.-]{0,40}(?: #?[0-9]{1,2})?";

  private static final String QUOTES = "\\\\{0,3}[\"'`\\])]{0,3}";

  /**
   * {@code =}, {@code :}, {@code =>}, {@code :=}, {@code ==}, a comma, or a type and then {@code
   * =}.
   */
  private static final String IS =
      "\\s{0,16}(?:::?\\s{0,2}[A-Za-z][A-Za-z0-9_.<>?&| ]{0,24}\\s{0,2}=|:=|=>|->|!?={1,3}|[:=,])\\s{0,8}";

  static final List<ScanRule> RULES =
      List.of(
          rule(
              "assigned-double-quoted",
              NAME
                  + QUOTES
                  + IS
                  + "[@LbBuUrf]{0,2}\\\\{0,3}\"((?:[^\"\\n\\r\\\\]|\\\\[^\"\\n\\r]){3,})\\\\{0,3}\"",
              AssignedValue.QUOTED),
          rule(
              "assigned-single-quoted",
              NAME
                  + QUOTES
                  + IS
                  + "[bBuUrf]{0,2}\\\\{0,3}['`]((?:[^'`\\n\\r\\\\]|\\\\[^'\\n\\r]){3,})\\\\{0,3}['`]",
              AssignedValue.QUOTED),
          rule(
              "assigned-bare",
              NAME + QUOTES + IS + "([^\\s\"'`<>,;&\\\\|][^\\s\"'`<>,;&\\\\]{5,})",
              AssignedValue.BARE),
          rule(
              "assigned-element",
              NAME + "(?:\\s[^<>]{0,})?>\\s{0,8}([^<>\\s]{3,})\\s{0,8}</",
              AssignedValue.QUOTED,
              "</"),
          rule(
              "assigned-pair",
              NAME
                  + "\\\\{0,3}[\"']?\\s{0,8}[,{]?\\s{1,}\\\\{0,3}[\"']?(?:value|default|content)\\\\{0,3}[\"']?\\s{0,8}[:=]\\s{0,8}\\\\{0,3}[\"']?([^\\s\"'\\\\<>]{3,})",
              AssignedValue.QUOTED),
          rule(
              "assigned-call",
              NAME + "\\(\\s{0,8}[\"']([^\\s\"'\\\\]{16,})[\"']\\s{0,8}[,)]",
              AssignedValue.CALL),
          rule(
              "assigned-argument",
              NAME + "[ \\t]{1,4}[\"']?([^\\s\"'`<>=:-][^\\s\"'`<>]{4,})",
              AssignedValue.SPACED),
          rule(
              "told-in-a-sentence",
              NAME
                  + "(?:\\s(?:for|of|to)\\s[^\\n.]{1,30}?)?\\s{1,3}(?:is|was|=|:|will be|should be)\\s{1,3}[\"'`]?([^\\s\"'`,]{3,}[^\\s\"'`,.!?;:)])",
              AssignedValue.SENTENCE),
          rule(
              "told-in-the-next-line",
              NAME + "[^\\n:=]{0,80}:\\s{1,20}([A-Za-z0-9_.~+/=-]{16,})",
              AssignedValue.NEXT_LINE,
              ":"));

  private Assignments() {}

  private static ScanRule rule(String id, String pattern, Check check) {
    return rule(id, pattern, check, "");
  }

  /** {@code needed}: what every match holds. */
  private static ScanRule rule(String id, String pattern, Check check, String needed) {
    return new ScanRule(
        id,
        FindingType.SECRET,
        0.7,
        new Anchor.Start(List.of(KEYWORDS), false, DISTANCE_MAX, needed),
        Rows.pinned(pattern),
        1,
        check);
  }
}
