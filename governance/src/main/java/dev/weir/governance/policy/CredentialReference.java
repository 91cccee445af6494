package dev.weir.governance.policy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a secret without being one; what it stands for is read where it is used. One of {@code
 * ${env:NAME}}, {@code ${file:PATH:KEY}}, {@code ${dir:FOLDER:FILE}}, {@code ${keystore:NAME}} and
 * {@code ${vault:PATH#FIELD}}.
 */
public record CredentialReference(String text) {

  /** Where secrets can be. */
  public static final List<String> SOURCES = List.of("env", "file", "dir", "keystore", "vault");

  private static final Pattern FORM =
      Pattern.compile("\\$\\{(?<source>" + String.join("|", SOURCES) + "):(?<rest>[^${}]+)}");

  public CredentialReference {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      // Without the text: whoever took a credential for a reference shall not find it in a log.
      throw new IllegalArgumentException(
          "expected a reference like ${env:OPENAI_API_KEY}; a policy never holds a credential");
    }
    if (parts.group("source").equals("vault") && !parts.group("rest").matches("[^#]+#[^#]+")) {
      throw new IllegalArgumentException("expected ${vault:PATH#FIELD}, got " + text);
    }
  }

  /** Where to look, one of {@link #SOURCES}. */
  public String source() {
    return text.substring(2, text.indexOf(':'));
  }

  /** What to look for, as its source understands it. */
  public String name() {
    return text.substring(text.indexOf(':') + 1, text.length() - 1);
  }

  /** The reference itself, which may be shown. */
  @Override
  public String toString() {
    return text;
  }
}
