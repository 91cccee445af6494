package dev.weir.dialects.openai;

import dev.weir.dialects.canonical.Reasoning.Effort;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one of OpenAI's models takes, as far as its name tells: its reasoning models answer 400 to
 * sampling, the others to an effort, and each knows its own efforts
 * (developers.openai.com/api/docs, guides Reasoning and Latest model). A model of another name,
 * such as a deployment's, is taken for one that takes everything.
 *
 * @param takesStops whether it takes stop sequences, as o1 and o3-mini do of those that reason
 */
public record OpenAiModel(Kind kind, boolean takesStops) {

  private static final Pattern NAME =
      Pattern.compile(
          "(?:^|[/:])(?:(o\\d)(?![a-z0-9])((?<=o3)-mini)?|gpt-5(?:\\.(\\d{1,2}))?(?!\\d)(-chat)?|(?:gpt-[34]|chatgpt))");

  /** What is known of it. */
  public enum Kind {
    UNKNOWN,
    /** Does not reason. */
    PLAIN,
    /** o1, o3, o4: from low to high. */
    O_SERIES,
    /** The first gpt-5, which cannot stop reasoning. */
    GPT_5,
    /** Since gpt-5.1: {@code none} instead of {@code minimal}, and samples where it is that. */
    GPT_5_1
  }

  /** The model of a name, with its folders and the prefix of a tuned one. */
  public static OpenAiModel of(String model) {
    Matcher matcher = NAME.matcher(model.toLowerCase(Locale.ROOT));
    if (!matcher.find()) {
      return new OpenAiModel(Kind.UNKNOWN, true);
    }
    if (matcher.group(1) != null) {
      boolean first = matcher.group(1).equals("o1");
      return new OpenAiModel(Kind.O_SERIES, first || matcher.group(2) != null);
    }
    boolean five = matcher.group().contains("gpt-5");
    if (!five || matcher.group(4) != null) {
      return new OpenAiModel(Kind.PLAIN, true);
    }
    String minor = matcher.group(3);
    boolean first = minor == null || minor.equals("0");
    return new OpenAiModel(first ? Kind.GPT_5 : Kind.GPT_5_1, false);
  }

  /** Whether it may; of an unknown one nothing else is known. */
  public boolean reasons() {
    return kind != Kind.PLAIN;
  }

  /** The nearest effort that it takes; nothing where it takes none that is near. */
  public Optional<Effort> nearest(Effort effort) {
    return switch (kind) {
      case UNKNOWN -> Optional.of(effort);
      case PLAIN -> Optional.empty();
      case O_SERIES ->
          switch (effort) {
            case NONE -> Optional.empty();
            case MINIMAL -> Optional.of(Effort.LOW);
            case LOW, MEDIUM, HIGH -> Optional.of(effort);
            case XHIGH, MAX -> Optional.of(Effort.HIGH);
          };
      case GPT_5 ->
          switch (effort) {
            case NONE -> Optional.of(Effort.MINIMAL);
            case MINIMAL, LOW, MEDIUM, HIGH -> Optional.of(effort);
            case XHIGH, MAX -> Optional.of(Effort.HIGH);
          };
      case GPT_5_1 -> Optional.of(effort == Effort.MINIMAL ? Effort.LOW : effort);
    };
  }

  /** Whether it does otherwise, and differs by that. */
  public boolean misses(Effort effort) {
    return nearest(effort).isEmpty() && (kind != Kind.PLAIN || effort != Effort.NONE);
  }

  /** Whether it takes a temperature and {@code top_p} other than 1, asked for this effort. */
  public boolean samples(Optional<Effort> effort) {
    return switch (kind) {
      case UNKNOWN, PLAIN -> true;
      case O_SERIES, GPT_5 -> false;
      case GPT_5_1 -> effort.orElse(Effort.NONE) == Effort.NONE;
    };
  }

  /** Whether it takes penalties other than 0. */
  public boolean takesPenalties() {
    return kind == Kind.UNKNOWN || kind == Kind.PLAIN;
  }
}
