package dev.weir.dialects.bedrock;

import dev.weir.dialects.claude.ClaudeVersion;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a model takes, as far as its id tells: models differ in what they answer with a 400. The
 * facts are those of docs.aws.amazon.com/bedrock (pages on adaptive thinking and on prompt caching)
 * of November 2026; what holds for a Claude wherever it is served is {@link ClaudeVersion}'s.
 */
record BedrockModel(Maker maker, ClaudeVersion claude) {

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
    ClaudeVersion claude = ClaudeVersion.of(name);
    if (claude.isClaude()) {
      return new BedrockModel(Maker.CLAUDE, claude);
    }
    return new BedrockModel(otherMaker(name), ClaudeVersion.NONE);
  }

  private static Maker otherMaker(String name) {
    if (name.contains("amazon.nova")) {
      boolean first = FIRST_NOVAS.matcher(name).find();
      return first ? Maker.NOVA : Maker.NOVA_2;
    }
    if (name.contains("gpt-oss")) {
      return Maker.GPT_OSS;
    }
    if (name.contains("openai.")) {
      return Maker.OPENAI;
    }
    boolean named = name.indexOf('.', name.lastIndexOf('/') + 1) >= 0;
    return named ? Maker.OTHER : Maker.HIDDEN;
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
    return claude.takesBudget();
  }

  /** Whether it takes {@code thinking: adaptive}, where the effort says how much. */
  boolean thinksAdaptively() {
    return claude.thinksAdaptively();
  }

  /** Whether it thinks where nobody asked. */
  boolean thinksUnasked() {
    return claude.thinksUnasked();
  }

  /** Whether it takes {@code thinking: disabled}. */
  boolean canBeKeptFromThinking() {
    return claude.canBeKeptFromThinking();
  }

  /** Whether it takes the demand to call a tool. */
  boolean canBeForcedToCall() {
    return claude.canBeForcedToCall();
  }

  /** Whether it goes on from what it said last, where the conversation ends with that. */
  boolean goesOnFromItsWords() {
    return claude.goesOnFromItsWords();
  }

  /** Whether it takes the effort {@code xhigh}. */
  boolean takesXhigh() {
    return claude.takesXhigh();
  }

  /** Whether it takes {@code temperature}, {@code topP} and {@code top_k}. */
  boolean takesSampling() {
    return claude.takesSampling() && maker != Maker.OPENAI;
  }

  /** Whether it takes {@code stopSequences}. */
  boolean takesStops() {
    return maker != Maker.OPENAI;
  }

  /** Whether it takes {@code temperature} beside {@code topP}. */
  boolean takesBothSamplers() {
    return claude.takesBothSamplers();
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
