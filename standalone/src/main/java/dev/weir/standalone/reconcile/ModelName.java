package dev.weir.standalone.reconcile;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a model is called by whoever: an API, a console, a price list. */
final class ModelName {

  private static final Pattern DATE = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8}|latest)$");

  private ModelName() {}

  /**
   * The name without its date, in lower case, with hyphens: {@code gpt-4.1-2025-04-14} and {@code
   * gpt-4.1} are one model here, and so are {@code Claude Opus 4.6} and {@code claude-opus-4-6}.
   */
  static String plain(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[ ._]", "-");
    return DATE.matcher(plain).replaceFirst("");
  }
}
