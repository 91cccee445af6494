package dev.weir.standalone.litellm;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes texts and lists so that a YAML parser reads back what went in. */
final class Yaml {

  /** Begins with a letter and can be neither a number, a date nor a truth value. */
  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9]*([._/-][a-z0-9]+)*");

  private static final List<String> WORDS =
      List.of("true", "false", "null", "yes", "no", "on", "off");

  private Yaml() {}

  static String text(String text) {
    if (PLAIN.matcher(text).matches() && !WORDS.contains(text)) {
      return text;
    }
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(each -> {
          switch (each) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            default -> {
              if ((each >= ' ' && each < 0x7f) || Character.isLetterOrDigit(each)) {
                quoted.appendCodePoint(each);
              } else {
                quoted.append("\\U%08x".formatted(each));
              }
            }
          }
        });
    return quoted.append('"').toString();
  }

  static String list(List<String> texts) {
    return texts.stream().map(Yaml::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
