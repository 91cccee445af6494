package dev.weir.dialects.claude;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Claude a model is, as far as its name tells, and what follows from that wherever it is
 * served: Claudes differ in what they answer with a 400. The facts are those of Anthropic's
 * documentation (platform.claude.com/docs, pages on thinking, effort, structured outputs,
 * mid-conversation system messages and each model's changes) of November 2026, said as versions so
 * that a Claude of tomorrow is taken for the newest that is known.
 *
 * @param line {@code opus}, {@code sonnet}, ...; empty where the name has none
 * @param number a hundred times the major version plus the minor; 0 where it is no Claude
 */
public record ClaudeVersion(String line, int number) {

  /** A model of another maker. */
  public static final ClaudeVersion NONE = new ClaudeVersion("", 0);

  private static final int NEWEST = 505;
  private static final int BEFORE_THINKING = 200;

  private static final Pattern NAME =
      Pattern.compile("claude-(?:([a-z]+)-)?(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");

  public static ClaudeVersion of(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (!name.contains("claude")) {
      return NONE;
    }
    Matcher matcher = NAME.matcher(name);
    if (!matcher.find()) {
      // The oldest are claude-v2 and claude-instant-v1; a preview has no number yet.
      boolean oldest = name.contains("claude-v") || name.contains("claude-instant");
      return new ClaudeVersion(
          name.contains("mythos") ? "mythos" : "", oldest ? BEFORE_THINKING : NEWEST);
    }
    String line = matcher.group(1);
    String minor = matcher.group(3);
    int major = 100 * Integer.parseInt(matcher.group(2));
    return new ClaudeVersion(
        line == null ? "" : line, major + (minor == null ? 0 : Integer.parseInt(minor)));
  }

  public boolean isClaude() {
    return number > 0;
  }

  /** Whether it can think at all. */
  public boolean thinks() {
    return number >= 307;
  }

  /** Whether it thinks where nobody asked. */
  public boolean thinksUnasked() {
    return number >= 500;
  }

  /** Whether it takes {@code thinking: adaptive}, where the effort says how much. */
  public boolean thinksAdaptively() {
    return number >= 406;
  }

  /** Whether it takes {@code thinking: enabled} with a budget. */
  public boolean takesBudget() {
    return thinks() && number < 407;
  }

  /** Whether it can be kept from thinking altogether. */
  public boolean canBeKeptFromThinking() {
    return switch (line) {
      case "fable", "mythos" -> false;
      case "opus", "sonnet" -> number < 505;
      default -> true;
    };
  }

  /** Whether it takes {@code thinking: between_tools}, the least that it can do. */
  public boolean thinksBetweenTools() {
    return line.equals("sonnet") && number >= 505;
  }

  /** Whether it takes the demand to call a tool. */
  public boolean canBeForcedToCall() {
    return switch (line) {
      case "fable", "mythos" -> number < 501;
      case "opus", "sonnet" -> number < 505;
      default -> true;
    };
  }

  /** Whether it takes an effort. */
  public boolean takesEffort() {
    return number >= 406 || (number == 405 && line.equals("opus"));
  }

  /** Whether it takes the effort {@code xhigh}. */
  public boolean takesXhigh() {
    return number >= 407;
  }

  /** Whether it takes the effort {@code max}. */
  public boolean takesMax() {
    return number >= 406;
  }

  /** Whether it takes temperature, top-p and top-k. */
  public boolean takesSampling() {
    return number < 407;
  }

  /** Whether it takes temperature beside top-p. */
  public boolean takesBothSamplers() {
    return number < 401;
  }

  /** Whether it answers by a schema and takes {@code strict} tools. */
  public boolean takesSchema() {
    return number >= 401;
  }

  /** Whether it goes on from what it said last, where the conversation ends with that. */
  public boolean goesOnFromItsWords() {
    return number < 406;
  }

  /** Whether it takes turns of the role {@code system} in the middle. */
  public boolean takesSystemTurns() {
    return number >= 505 || (line.equals("opus") && number >= 408);
  }
}
