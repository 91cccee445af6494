package dev.weir.dialects.anthropic;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model takes, as far as its name tells. Anthropic's models differ in what they answer with
 * a 400; the facts are those of its documentation (platform.claude.com/docs, pages on thinking,
 * effort, structured outputs, mid-conversation system messages and each model's changes) of
 * November 2026, said as versions so that a model of tomorrow is taken for the newest that is
 * known.
 *
 * <p>A model of another maker, served by a compatible server, takes what this dialect had first: a
 * budget for thinking, and all sampling parameters.
 *
 * @param line {@code opus}, {@code sonnet}, ...; empty where the name has none
 * @param version a hundred times the major version plus the minor; {@link #OTHER_MAKER} where it is
 *     no Claude
 */
record ClaudeModel(String line, int version) {

  private static final int OTHER_MAKER = -1;
  private static final int NEWEST = 505;

  private static final Pattern NAME =
      Pattern.compile("claude-(?:([a-z]+)-)?(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");

  static ClaudeModel of(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (!name.contains("claude")) {
      return new ClaudeModel("", OTHER_MAKER);
    }
    Matcher matcher = NAME.matcher(name);
    if (!matcher.find()) {
      return new ClaudeModel(name.contains("mythos") ? "mythos" : "", NEWEST);
    }
    String line = matcher.group(1);
    String minor = matcher.group(3);
    int version = 100 * Integer.parseInt(matcher.group(2));
    return new ClaudeModel(
        line == null ? "" : line, version + (minor == null ? 0 : Integer.parseInt(minor)));
  }

  boolean isClaude() {
    return version != OTHER_MAKER;
  }

  /** Whether it can think at all. */
  boolean thinks() {
    return !isClaude() || version >= 307;
  }

  /** Whether it thinks where nobody asked. */
  boolean thinksUnasked() {
    return version >= 500;
  }

  /** Whether it takes {@code thinking: adaptive}, where the effort says how much. */
  boolean thinksAdaptively() {
    return version >= 406;
  }

  /** Whether it takes {@code thinking: enabled} with a budget. */
  boolean takesBudget() {
    return thinks() && version < 407;
  }

  /** Whether it takes {@code thinking: disabled}. */
  boolean canBeKeptFromThinking() {
    return switch (line) {
      case "fable", "mythos" -> false;
      case "opus", "sonnet" -> version < 505;
      default -> thinks();
    };
  }

  /** Whether it takes {@code thinking: between_tools}, the least that it can do. */
  boolean thinksBetweenTools() {
    return line.equals("sonnet") && version >= 505;
  }

  /** Whether it takes the demand to call a tool. */
  boolean canBeForcedToCall() {
    return switch (line) {
      case "fable", "mythos" -> version < 501;
      case "opus", "sonnet" -> version < 505;
      default -> true;
    };
  }

  /** Whether it takes {@code output_config.effort}. */
  boolean takesEffort() {
    return version >= 406 || (version == 405 && line.equals("opus"));
  }

  /** Whether it takes the effort {@code xhigh}. */
  boolean takesXhigh() {
    return version >= 407;
  }

  /** Whether it takes the effort {@code max}. */
  boolean takesMax() {
    return version >= 406;
  }

  /** Whether it takes {@code temperature}, {@code top_p} and {@code top_k}. */
  boolean takesSampling() {
    return version < 407;
  }

  /** Whether it takes {@code temperature} beside {@code top_p}. */
  boolean takesBothSamplers() {
    return version < 401;
  }

  /** Whether it takes {@code output_config.format} and {@code strict} tools. */
  boolean takesSchema() {
    return !isClaude() || version >= 401;
  }

  /** Whether it goes on from what it said last, where the conversation ends with that. */
  boolean goesOnFromItsWords() {
    return version < 406;
  }

  /** Whether it takes turns of the role {@code system} in the middle. */
  boolean takesSystemTurns() {
    return version >= 505 || (line.equals("opus") && version >= 408);
  }
}
