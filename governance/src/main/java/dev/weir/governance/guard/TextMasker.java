package dev.weir.governance.guard;

import dev.weir.governance.masking.Masked;
import dev.weir.governance.masking.MaskedValues;
import dev.weir.governance.masking.Masking;
import dev.weir.governance.masking.MaskingKey;
import dev.weir.governance.masking.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Masks the texts of one prompt or one answer as guards say: the same value has the same stand-in
 * everywhere in it, and two values never have the same. A conversation that is sent anew with each
 * request therefore keeps its placeholders. Not safe for use by many threads.
 */
public final class TextMasker {

  private static final int SHOWN_CHARACTERS = 4;

  private final Masking masking;
  private final Supplier<MaskingKey> keys;
  private final boolean keepsLiterals;
  private String refusal = "";

  private TextMasker(Masking masking, Supplier<MaskingKey> keys, boolean keepsLiterals) {
    this.masking = masking;
    this.keys = keys;
    this.keepsLiterals = keepsLiterals;
  }

  /**
   * Of a prompt.
   *
   * @param values keeps what the answer gets back
   * @param keys for hashes and invented values; asked where one is needed
   */
  public static TextMasker ofPrompt(
      GuardPlan plan, MaskedValues values, Supplier<MaskingKey> keys) {
    boolean restores =
        plan.of(GuardDirection.PROMPT).stream()
            .anyMatch(each -> each.mode() == GuardMode.MASK && each.restores());
    return new TextMasker(
        Masking.ofPrompt(
            values,
            plan.recognizers().stream()
                .map(each -> Masking.label(each.name()))
                .collect(Collectors.toUnmodifiableSet()),
            restores),
        keys,
        restores);
  }

  /**
   * Of an answer, whose placeholders are the prompt's and stay.
   *
   * @param prompt what was masked in the prompt: no number of its is given again
   */
  public static TextMasker ofAnswer(MaskedValues prompt, Supplier<MaskingKey> keys) {
    return new TextMasker(Masking.ofAnswer(prompt.forAnswer()), keys, false);
  }

  /** Whether a text in which nothing was found may have to be masked as well. */
  public boolean keepsLiterals() {
    return keepsLiterals;
  }

  /**
   * Why what was masked must not go on: there were more values than are kept. The texts since then
   * have the names of types in the place of values.
   */
  public Optional<String> refusal() {
    return refusal.isEmpty() ? Optional.empty() : Optional.of(refusal);
  }

  /** The text without what is to be masked, which is in order and does not overlap. */
  public String mask(String text, List<Inspection.Masked> masked) {
    List<Masking.Spot> spots = new ArrayList<>(masked.size());
    for (Inspection.Masked each : masked) {
      Match match = each.match();
      if (each.guard().operator() != MaskOperator.KEEP) {
        String value = text.substring(match.start(), match.end());
        spots.add(spot(each, match.start(), value, ""));
      }
    }
    return mask(text, spots, false);
  }

  /**
   * The same for the name of a member: two members of an object must not get one name, so what
   * others than the value would look like has a placeholder with a number, which is not restored.
   */
  public String maskName(String name, List<Inspection.Masked> masked) {
    List<Masking.Spot> spots = new ArrayList<>(masked.size());
    for (Inspection.Masked each : masked) {
      MaskOperator operator = each.guard().operator();
      if (operator != MaskOperator.KEEP) {
        Match match = each.match();
        String value = name.substring(match.start(), match.end());
        spots.add(ofName(spot(each, match.start(), value, ""), operator));
      }
    }
    return mask(name, spots, false);
  }

  /**
   * The same for a piece of JSON text, which stays JSON: escapes stay whole, and what takes the
   * place of a number is a string. Names of members are masked as {@link #maskName} does.
   *
   * @param place where the piece begins; afterwards, where it ends
   */
  public String mask(String text, List<Inspection.Masked> masked, JsonPlace place) {
    List<Masking.Spot> spots = new ArrayList<>(masked.size());
    int from = 0;
    for (Inspection.Masked each : masked) {
      Match match = each.match();
      place.pass(text, from, match.start());
      int start = match.start() + place.restOfEscape(text, match.start(), match.end());
      place.pass(text, match.start(), start);
      if (each.guard().operator() != MaskOperator.KEEP) {
        String value = Masking.unescaped(text.substring(start, match.end()));
        Masking.Spot spot = spot(each, start, value, place.inString() ? "" : "\"");
        spots.add(place.inName() ? ofName(spot, each.guard().operator()) : spot);
      }
      place.pass(text, start, match.end());
      from = match.end();
    }
    place.pass(text, from, text.length());
    return mask(text, spots, true);
  }

  private static Masking.Spot ofName(Masking.Spot spot, MaskOperator operator) {
    return operator == MaskOperator.REDACT || operator == MaskOperator.PARTIAL
        ? spot.numbered()
        : spot;
  }

  private Masking.Spot spot(Inspection.Masked masked, int start, String value, String quote) {
    Guard guard = masked.guard();
    return new Masking.Spot(
        start,
        masked.match().end(),
        Masking.label(masked.match().what()),
        value,
        operator(guard.operator()),
        guard.restores(),
        quote);
  }

  private String mask(String text, List<Masking.Spot> spots, boolean json) {
    return switch (masking.mask(text, spots, json)) {
      case Masked.Text(String other) -> other;
      case Masked.Refused(String why) -> {
        refusal = why;
        yield Masking.redacted(text, spots);
      }
    };
  }

  private Operator operator(MaskOperator operator) {
    return switch (operator) {
      case REPLACE -> new Operator.Replace();
      case SYNTHETIC -> new Operator.Synthetic(keys.get());
      case REDACT -> new Operator.Redact();
      case PARTIAL -> new Operator.Partial(SHOWN_CHARACTERS);
      case HASH -> new Operator.Hash(keys.get());
      case KEEP -> new Operator.Keep();
    };
  }
}
