package dev.weir.governance.detection.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The name that a value is assigned to: whether it says that the value is secret. {@code
 * db_password} and {@code apiKey} do; {@code password_file}, {@code primaryKey} and {@code
 * nextPageToken} do not.
 */
final class AssignedName {

  /** The longer one of two that begin alike comes first. */
  private static final List<String> KEYWORDS =
      List.of(
          "password",
          "passwort",
          "passwd",
          "passphrase",
          "passcode",
          "passw",
          "pass",
          "pwd",
          "secret",
          "token",
          "key",
          "credentials",
          "credential",
          "auth",
          "crumb",
          "_pat");

  /** How far a name may be from its value. */
  private static final int DISTANCE_MAX = 160;

  private static final int NAME_MAX = 60;

  /** In front of the keyword they say that everybody may know the value. */
  private static final Set<String> HARMLESS_BEFORE =
      Set.of(
          "public",
          "primary",
          "foreign",
          "cache",
          "partition",
          "sort",
          "index",
          "idempotency",
          "row",
          "group",
          "map",
          "object",
          "lookup",
          "locale",
          "unique",
          "routing",
          "shortcut",
          "page",
          "continuation",
          "cursor",
          "sync",
          "csrf",
          "xsrf",
          "mon",
          "tur",
          "don",
          "hot",
          "publishable",
          "websocket",
          "site",
          "query",
          "json",
          "dict",
          "data",
          "pub",
          "message",
          "translation",
          "composite",
          "compass",
          "by",
          "surpass",
          "tres",
          "under",
          "over",
          "tab",
          "max",
          "min",
          "num",
          "stop",
          "eos",
          "bos",
          "pad",
          "unk",
          "mask",
          "sep",
          "cls",
          "special");

  /**
   * In front of {@code key} they say that it finds something, as a rule: its name in a store, say.
   */
  private static final Set<String> FOUND_BY =
      Set.of(
          "by",
          "order",
          "batch",
          "job",
          "s3",
          "bucket",
          "item",
          "event",
          "image",
          "photo",
          "video",
          "product",
          "invoice",
          "issue",
          "ticket",
          "dedup",
          "dedupe",
          "deduplication",
          "natural",
          "surrogate",
          "business",
          "range",
          "clustering",
          "shard",
          "entity",
          "sequence",
          "metric",
          "feature",
          "flag",
          "column",
          "parent",
          "thumbnail",
          "attachment",
          "upload",
          "backup",
          "artifact");

  /** In front of {@code pass} they say that one travels with it. */
  private static final Set<String> JOURNEYS = Set.of("boarding", "reise", "season", "ski");

  /** Behind {@code pass} they make another word of it, in several languages: a passenger, say. */
  private static final List<String> OTHER_WORDS =
      List.of(
          "ag", "aport", "ar", "ato", "ed", "end", "eng", "eport", "er", "es", "ier", "ing", "ion",
          "iv", "port");

  /** Behind it they say that the value is about the secret, and not the secret. */
  private static final Set<String> HARMLESS_AFTER =
      Set.of(
          "file",
          "path",
          "dir",
          "url",
          "uri",
          "endpoint",
          "name",
          "names",
          "id",
          "ids",
          "length",
          "len",
          "size",
          "policy",
          "reset",
          "field",
          "label",
          "type",
          "types",
          "expiry",
          "expires",
          "expiration",
          "ttl",
          "count",
          "max",
          "min",
          "limit",
          "placeholder",
          "hint",
          "error",
          "message",
          "text",
          "title",
          "prompt",
          "required",
          "regex",
          "pattern",
          "rule",
          "rules",
          "strength",
          "confirm",
          "confirmation",
          "provider",
          "manager",
          "service",
          "class",
          "algorithm",
          "method",
          "mode",
          "format",
          "column",
          "header",
          "param",
          "prefix",
          "suffix",
          "version",
          "arn",
          "ref",
          "board",
          "word",
          "words",
          "able",
          "enabled",
          "selector",
          "input",
          "button",
          "page",
          "link",
          "route",
          "view",
          "template",
          "alias",
          "store",
          "map",
          "set",
          "list",
          "index",
          "or",
          "and",
          "er",
          "ing",
          "ed",
          "ion",
          "if",
          "issuer",
          "audience",
          "scope",
          "scopes",
          "domain",
          "host",
          "user",
          "username",
          "login",
          "server",
          "agent",
          "code",
          "changed",
          "hidden",
          "visible",
          "usage",
          "izer",
          "s",
          "through",
          "ive",
          "port",
          "less",
          "ity",
          "entials",
          "frame",
          "press",
          "down",
          "up",
          "stroke",
          "note",
          "santa",
          "sauce",
          "rate",
          "space");

  private AssignedName() {}

  /** Whether the name of the value at {@code start} says password. */
  static Kind of(CharSequence text, int start) {
    int from = Math.max(0, start - DISTANCE_MAX);
    String left = text.subSequence(from, start).toString();
    String lower = left.toLowerCase(Locale.ROOT);
    int at = lower.length();
    String keyword = "";
    while (keyword.isEmpty() && at > 0) {
      keyword = keyword(lower, --at);
    }
    if (keyword.isEmpty() || hasHarmlessEnd(left, lower, at + keyword.length())) {
      return Kind.HARMLESS;
    }
    String before = wordBefore(left, lower, at);
    if (keyword.equals("key") && FOUND_BY.contains(before)) {
      return Kind.IDENTIFIER;
    }
    if (HARMLESS_BEFORE.contains(before)
        || (keyword.equals("pass") && isAnotherPass(before, lower, at))) {
      return Kind.HARMLESS;
    }
    return keyword.startsWith("p") ? Kind.PASSWORD : Kind.KEY;
  }

  /** The keyword that begins there; empty where none does. */
  private static String keyword(String lower, int at) {
    for (String each : KEYWORDS) {
      if (lower.startsWith(each, at)) {
        return each;
      }
    }
    return "";
  }

  /** {@code boarding pass}, {@code compass}, {@code passaporto}. */
  private static boolean isAnotherPass(String before, String lower, int at) {
    boolean isCompass = before.equals("com") && Character.isLetter(lower.charAt(at - 1));
    return isCompass
        || JOURNEYS.contains(before)
        || OTHER_WORDS.stream().anyMatch(it -> lower.startsWith(it, at + "pass".length()));
  }

  /** Whether the name of the value at {@code start} is an option, or the first word of its line. */
  static boolean isArgument(CharSequence text, int start) {
    int at = start;
    while (at > 0 && " \t\"'".indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    while (at > 0 && start - at < DISTANCE_MAX && isName(text.charAt(at - 1))) {
      at--;
    }
    if (text.charAt(at) == '-') {
      return true;
    }
    while (at > 0 && " \t".indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    return at == 0 || text.charAt(at - 1) == '\n' || text.charAt(at - 1) == '/';
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || "_-.".indexOf(c) >= 0;
  }

  /** The word of the name that stands in front of the keyword. */
  private static String wordBefore(String left, String lower, int at) {
    int end = at;
    while (end > 0 && "_-. ".indexOf(left.charAt(end - 1)) >= 0 && at - end < 2) {
      end--;
    }
    int start = end;
    while (start > 0
        && end - start < NAME_MAX
        && Character.isLetterOrDigit(left.charAt(start - 1))) {
      start--;
      if (Character.isUpperCase(left.charAt(start))
          && (start == 0 || Character.isLowerCase(left.charAt(start - 1)))) {
        break;
      }
    }
    return lower.substring(start, end);
  }

  private static boolean hasHarmlessEnd(String left, String lower, int from) {
    int end = from;
    while (end < left.length() && isName(left.charAt(end))) {
      end++;
    }
    int start = end;
    while (start > from && Character.isLetter(left.charAt(start - 1))) {
      start--;
      if (Character.isUpperCase(left.charAt(start))
          && Character.isLowerCase(left.charAt(Math.max(from, start - 1)))) {
        break;
      }
    }
    return HARMLESS_AFTER.contains(lower.substring(start, end));
  }

  /** What a name promises of its value. */
  enum Kind {
    /** Chosen by a person as a rule. */
    PASSWORD,
    /** Made by a machine as a rule. */
    KEY,
    /** By which something is found, and now and then a secret. */
    IDENTIFIER,
    HARMLESS
  }
}
