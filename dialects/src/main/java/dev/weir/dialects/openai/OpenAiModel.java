package dev.weir.dialects.openai;

import static dev.weir.dialects.canonical.Reasoning.Effort.HIGH;
import static dev.weir.dialects.canonical.Reasoning.Effort.LOW;
import static dev.weir.dialects.canonical.Reasoning.Effort.MAX;
import static dev.weir.dialects.canonical.Reasoning.Effort.MEDIUM;
import static dev.weir.dialects.canonical.Reasoning.Effort.MINIMAL;
import static dev.weir.dialects.canonical.Reasoning.Effort.NONE;
import static dev.weir.dialects.canonical.Reasoning.Effort.XHIGH;

import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one of OpenAI's models takes, as far as its name tells: its reasoning models answer 400 to
 * sampling, the others to an effort, and each knows its own efforts
 * (developers.openai.com/api/docs, the models' pages and the guides Reasoning and Latest model). A
 * model of another name, such as a deployment's, is taken for one that takes everything.
 *
 * @param efforts none where it takes no effort
 * @param preset the effort of a request that says none
 * @param takesStops whether it takes stop sequences, as o1 and o3-mini do of those that reason
 * @param chat how far Chat has it
 */
public record OpenAiModel(
    Kind kind, Set<Effort> efforts, Effort preset, boolean takesStops, Chat chat) {

  private static final Pattern NAME =
      Pattern.compile(
          "(?:^|[/:])(?:(o\\d)(?![a-z0-9])|gpt-([5-9])(?:\\.(\\d{1,2}))?(?![\\d.])"
              + "|(gpt-[34]|chatgpt)|codex-mini|(computer-use))");
  private static final Pattern IN_RESPONSES =
      Pattern.compile("-(?:pro|codex|deep-research)(?![a-z])|codex-mini|computer-use");
  private static final Pattern NO_EFFORT = Pattern.compile("-(?:chat|search)(?![a-z])");

  /** What is known of it. */
  public enum Kind {
    UNKNOWN,
    /** Does not reason. */
    PLAIN,
    REASONING
  }

  /** How far Chat has a model. */
  public enum Chat {
    WHOLE,
    /** Not reasoning beside functions: OpenAI answers 400 to both since gpt-5.4. */
    NO_REASONING_WITH_TOOLS,
    /** Responses alone has it. */
    NOT
  }

  public OpenAiModel {
    efforts = Set.copyOf(efforts);
  }

  /** The model of a name, with its folders and the prefix of a tuned one. */
  public static OpenAiModel of(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    Matcher matcher = NAME.matcher(name);
    if (!matcher.find()) {
      return new OpenAiModel(Kind.UNKNOWN, EnumSet.allOf(Effort.class), NONE, true, Chat.WHOLE);
    }
    if (matcher.group(4) != null) {
      return plain();
    }
    // What follows in the name of a tuned one is its owner's.
    int end = name.indexOf(':', matcher.end());
    String base = end < 0 ? name : name.substring(0, end);
    String variant = base.substring(matcher.end());
    boolean onlyResponses = IN_RESPONSES.matcher(base).find();
    if (matcher.group(2) != null) {
      int minor = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
      return generation(Integer.parseInt(matcher.group(2)) * 100 + minor, variant, onlyResponses);
    }
    boolean one =
        matcher.group(5) != null
            || variant.startsWith("-deep-research")
            || variant.startsWith("-mini-deep-research");
    String series = matcher.group(1) == null ? "" : matcher.group(1);
    boolean stops = series.equals("o1") || (series.equals("o3") && variant.startsWith("-mini"));
    return new OpenAiModel(
        Kind.REASONING,
        one ? EnumSet.of(MEDIUM) : EnumSet.of(LOW, MEDIUM, HIGH),
        MEDIUM,
        stops,
        onlyResponses ? Chat.NOT : Chat.WHOLE);
  }

  private static OpenAiModel plain() {
    return new OpenAiModel(Kind.PLAIN, Set.of(), NONE, true, Chat.WHOLE);
  }

  /** Since gpt-5, whose number is 500; gpt-5.1 is 501. */
  private static OpenAiModel generation(int number, String variant, boolean onlyResponses) {
    Chat chat = onlyResponses ? Chat.NOT : number < 504 ? Chat.WHOLE : Chat.NO_REASONING_WITH_TOOLS;
    if (NO_EFFORT.matcher(variant).find()) {
      return number == 500 && variant.startsWith("-chat")
          ? plain()
          : new OpenAiModel(Kind.REASONING, Set.of(), MEDIUM, false, Chat.WHOLE);
    }
    Set<Effort> efforts =
        variant.startsWith("-pro")
            ? effortsOfPro(number)
            : variant.startsWith("-codex")
                ? effortsOfCodex(number, variant)
                : efforts(number, variant);
    Effort preset = number < 505 && efforts.contains(NONE) ? NONE : MEDIUM;
    return new OpenAiModel(Kind.REASONING, efforts, preset, false, chat);
  }

  private static Set<Effort> efforts(int number, String variant) {
    if (number == 500) {
      return EnumSet.range(MINIMAL, HIGH);
    }
    Set<Effort> efforts = EnumSet.range(LOW, number == 501 ? HIGH : number < 506 ? XHIGH : MAX);
    if (number < 600
        || variant.startsWith("-luna")
        || (number == 600 && variant.startsWith("-sol"))) {
      efforts.add(NONE);
    }
    return efforts;
  }

  private static Set<Effort> effortsOfPro(int number) {
    return number == 500 ? EnumSet.of(HIGH) : EnumSet.range(MEDIUM, number < 506 ? XHIGH : MAX);
  }

  private static Set<Effort> effortsOfCodex(int number, String variant) {
    boolean most = number > 501 || variant.startsWith("-codex-max");
    return EnumSet.range(LOW, most ? XHIGH : HIGH);
  }

  /** Whether it may; of an unknown one nothing else is known. */
  public boolean reasons() {
    return !efforts.isEmpty();
  }

  /** The nearest effort that it takes, one that thinks for one that does; else nothing. */
  public Optional<Effort> nearest(Effort effort) {
    if (efforts.contains(effort)) {
      return Optional.of(effort);
    }
    // Those that think have no gap between them.
    List<Effort> thinking = efforts.stream().filter(it -> it != NONE).sorted().toList();
    return thinking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            effort.compareTo(thinking.getFirst()) < 0 ? thinking.getFirst() : thinking.getLast());
  }

  /**
   * Whether it does otherwise than asked: not with the effort that was said, or not without
   * thinking. A budget has no effort of its own, so the nearest one says it.
   */
  public boolean misses(Reasoning asked) {
    Optional<Effort> effort = asked.asEffort();
    if (effort.isEmpty()) {
      return false;
    }
    boolean off = effort.get() == NONE;
    return efforts.isEmpty()
        ? kind == Kind.REASONING || !off
        : (off || asked.effort().isPresent()) && !efforts.contains(effort.get());
  }

  /** Whether it takes a temperature and {@code top_p} other than 1, asked for this effort. */
  public boolean samples(Optional<Effort> effort) {
    return kind != Kind.REASONING || effort.flatMap(this::nearest).orElse(preset) == NONE;
  }

  /** Whether it takes penalties other than 0. */
  public boolean takesPenalties() {
    return kind != Kind.REASONING;
  }

  /** Whether Chat refuses what Responses does: functions, and thinking as asked or preset. */
  public boolean refusesInChat(boolean functions, Optional<Effort> effort) {
    return switch (chat) {
      case WHOLE -> false;
      case NO_REASONING_WITH_TOOLS ->
          functions && effort.flatMap(this::nearest).orElse(preset) != NONE;
      case NOT -> true;
    };
  }
}
