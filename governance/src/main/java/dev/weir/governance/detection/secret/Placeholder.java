package dev.weir.governance.detection.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Knows what people write where a secret would stand: examples, variables, masks, forms to fill in.
 */
final class Placeholder {

  /** Nobody's secret has them inside, and chance does not write them. */
  private static final List<String> STOP_WORDS =
      List.of(
          "example",
          "sample",
          "placeholder",
          "changeme",
          "change-me",
          "change_me",
          "replace",
          "redacted",
          "removed",
          "dummy",
          "your-",
          "your_",
          "yourp",
          "yours",
          "yourt",
          "yourk",
          "youra",
          "my-secret",
          "my_secret",
          "mysecret",
          "insert",
          "goes here",
          "fill_in",
          "todo",
          "fixme",
          "xxxx",
          "****",
          "....",
          "----",
          "____",
          "#####",
          "qwerty",
          "asdfgh",
          "foobar",
          "abcdef",
          "0123456",
          "1234567890",
          "a1b2c3d4",
          "deadbeef",
          "notreal",
          "not-real",
          "not_real",
          "fakevalue",
          "fake-",
          "fake_",
          "lorem");

  /** A whole value that says only what should be here. */
  private static final Set<String> WHOLE =
      Set.of(
          "secret",
          "password",
          "passwd",
          "passw",
          "pass",
          "pwd",
          "passphrase",
          "token",
          "key",
          "apikey",
          "api_key",
          "api-key",
          "credential",
          "credentials",
          "string",
          "value",
          "null",
          "none",
          "nil",
          "true",
          "false",
          "undefined",
          "empty",
          "required",
          "optional",
          "hidden",
          "bcrypt",
          "scrypt",
          "argon2id",
          "argon2i",
          "pbkdf2",
          "sha256",
          "sha512",
          "hs256",
          "rs256",
          "text",
          "input",
          "invalid",
          "missing",
          "default",
          "user",
          "username",
          "root",
          "guest",
          "test",
          "testing",
          "demo",
          "foo",
          "bar",
          "baz",
          "hello",
          "masked",
          "unknown",
          "public",
          "private",
          "admin",
          "login",
          "basic",
          "bearer",
          "env",
          "config",
          "vault",
          "prompt",
          "any",
          "object",
          "number",
          "boolean",
          "integer",
          "hunter2");

  /** What makes of a value a variable, a template or a call: how it opens and how it closes. */
  private static final List<List<String>> TEMPLATES =
      List.of(
          List.of("${", "}"),
          List.of("{{", "}}"),
          List.of("<%", "%>"),
          List.of("$(", ")"),
          List.of("#{", "}"),
          List.of("$[", "]"),
          List.of("%(", ")s"),
          List.of("&lt;", "&gt;"),
          List.of("(", "()"));

  private Placeholder() {}

  /** Whether a token of a known shape is an example of one; {@code value} is all of it. */
  static boolean isExample(CharSequence value) {
    String lower = value.toString().toLowerCase(Locale.ROOT);
    return STOP_WORDS.stream().anyMatch(lower::contains)
        || Randomness.longestRow(value) >= 7
        || Randomness.longestBraid(value) >= 8
        || Randomness.distinct(value) < Math.min(5, value.length());
  }

  /** Whether the password of a URL or of a connection is only the word for one. */
  static boolean isNoPassword(CharSequence value) {
    String lower = value.toString().toLowerCase(Locale.ROOT);
    return lower.contains("passw")
        || lower.equals("pass")
        || lower.equals("pwd")
        || isTemplate(lower)
        || STOP_WORDS.stream().anyMatch(lower::contains)
        || Randomness.distinct(value) < Math.min(3, value.length());
  }

  /** Whether what stands for a password or a key is none. */
  static boolean isNoSecret(CharSequence value) {
    String lower = value.toString().toLowerCase(Locale.ROOT);
    return WHOLE.contains(lower)
        || isTemplate(lower)
        || STOP_WORDS.stream().anyMatch(lower::contains)
        || Randomness.longestRow(value) >= Math.max(4, value.length() - 2)
        || Randomness.distinct(value) < Math.min(4, value.length());
  }

  private static boolean isTemplate(String value) {
    char first = value.charAt(0);
    char last = value.charAt(value.length() - 1);
    return TEMPLATES.stream().anyMatch(each -> isBetween(value, each.get(0), each.get(1)))
        || (first == '<' && last == '>')
        || (first == '{' && last == '}')
        || (first == '[' && last == ']')
        || (first == '(' && last == ')')
        || (first == '%' && last == '%')
        || (first == '@' && last == '@')
        || (first == '_' && last == '_')
        || isVariable(value);
  }

  private static boolean isBetween(String value, String opening, String closing) {
    int at = value.indexOf(opening);
    return at >= 0 && value.indexOf(closing, at) >= 0;
  }

  /** {@code $name}, {@code $obj->name}, {@code $p['name']}. */
  private static boolean isVariable(String value) {
    return value.length() > 1
        && value.charAt(0) == '$'
        && (Character.isLetter(value.charAt(1)) || value.charAt(1) == '_')
        && value
            .chars()
            .skip(1)
            .allMatch(c -> Character.isLetterOrDigit(c) || "_.:->[]'\"$".indexOf(c) >= 0);
  }
}
