package dev.weir.dialects.bedrock;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model takes, as far as its id tells: models differ in what they answer with a 400. The
 * facts are those of docs.aws.amazon.com/bedrock (pages on adaptive thinking and on prompt caching)
 * and of platform.claude.com/docs (pages on effort and on each model's changes) of November 2026,
 * said as versions, so that a Claude of tomorrow is taken for the newest that is known.
 *
 * @param line {@code opus}, {@code sonnet}, ... of a Claude; empty where the id has none
 * @param version of a Claude, a hundred times the major version plus the minor; else 0
 */
record BedrockModel(Maker maker, String line, int version) {

  private static final int NEWEST = 505;
  private static final int BEFORE_THINKING = 200;

  private static final Pattern CLAUDE =
      Pattern.compile("claude-(?:([a-z]+)-)?(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");

  private static final Pattern FIRST_NOVAS =
      Pattern.compile("amazon\\.nova-(?:micro|lite|pro|premier|sonic)");

  /** Who made it. */
  enum Maker {
    CLAUDE,
    NOVA,
    /** Since Nova 2, which can think. */
    NOVA_2,
    GPT_OSS,
    /** OpenAI's own models, which take what they take there. */
    OPENAI,
    /** Another whose name stands in the id. */
    OTHER,
    /** The ARN of a profile, a deployment or an import of one's own tells no maker. */
    HIDDEN
  }

  static BedrockModel of(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (name.contains("claude")) {
      return claude(name);
    }
    if (name.contains("amazon.nova")) {
      boolean first = FIRST_NOVAS.matcher(name).find();
      return new BedrockModel(first ? Maker.NOVA : Maker.NOVA_2, "", 0);
    }
    if (name.contains("gpt-oss")) {
      return new BedrockModel(Maker.GPT_OSS, "", 0);
    }
    if (name.contains("openai.")) {
      return new BedrockModel(Maker.OPENAI, "", 0);
    }
    boolean named = name.indexOf('.', name.lastIndexOf('/') + 1) >= 0;
    return new BedrockModel(named ? Maker.OTHER : Maker.HIDDEN, "", 0);
  }

  private static BedrockModel claude(String name) {
    Matcher matcher = CLAUDE.matcher(name);
    if (!matcher.find()) {
      // The oldest are claude-v2 and claude-instant-v1; a preview has no number yet.
      boolean oldest = name.contains("claude-v") || name.contains("claude-instant");
      String line = name.contains("mythos") ? "mythos" : "";
      return new BedrockModel(Maker.CLAUDE, line, oldest ? BEFORE_THINKING : NEWEST);
    }
    String line = matcher.group(1);
    String minor = matcher.group(3);
    int version = 100 * Integer.parseInt(matcher.group(2));
    return new BedrockModel(
        Maker.CLAUDE,
        line == null ? "" : line,
        version + (minor == null ? 0 : Integer.parseInt(minor)));
  }

  boolean isClaude() {
    return maker == Maker.CLAUDE;
  }

  boolean isNova() {
    return maker == Maker.NOVA || maker == Maker.NOVA_2;
  }

  /** Whether it is Claude as far as one can know. */
  boolean mayBeClaude() {
    return isClaude() || maker == Maker.HIDDEN;
  }

  /** Whether it takes {@code thinking: enabled} with a budget. */
  boolean takesBudget() {
    return version >= 307 && version < 407;
  }

  /** Whether it takes {@code thinking: adaptive}, where the effort says how much. */
  boolean thinksAdaptively() {
    return version >= 406;
  }

  /** Whether it thinks where nobody asked. */
  boolean thinksUnasked() {
    return version >= 500;
  }

  /** Whether it takes {@code thinking: disabled}. */
  boolean canBeKeptFromThinking() {
    return switch (line) {
      case "fable", "mythos" -> false;
      case "opus", "sonnet" -> version < 505;
      default -> true;
    };
  }

  /** Whether it takes the demand to call a tool. */
  boolean canBeForcedToCall() {
    return switch (line) {
      case "fable", "mythos" -> version < 501;
      case "opus", "sonnet" -> version < 505;
      default -> true;
    };
  }

  /** Whether it goes on from what it said last, where the conversation ends with that. */
  boolean goesOnFromItsWords() {
    return version < 406;
  }

  /** Whether it takes the effort {@code xhigh}. */
  boolean takesXhigh() {
    return version >= 407;
  }

  /** Whether it takes {@code temperature}, {@code topP} and {@code top_k}. */
  boolean takesSampling() {
    return version < 407 && maker != Maker.OPENAI;
  }

  /** Whether it takes {@code stopSequences}. */
  boolean takesStops() {
    return maker != Maker.OPENAI;
  }

  /** Whether it takes {@code temperature} beside {@code topP}. */
  boolean takesBothSamplers() {
    return version < 401;
  }

  /** Whether it takes {@code cachePoint} in messages; what is hidden may be a Claude. */
  boolean takesCachePoints() {
    return switch (maker) {
      case CLAUDE, NOVA, NOVA_2, HIDDEN -> true;
      case GPT_OSS, OPENAI, OTHER -> false;
    };
  }

  /** The same beside tools, which a Nova does not take. */
  boolean takesCachePointsOfTools() {
    return takesCachePoints() && !isNova();
  }
}
