package dev.weir.proxy.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.masking.RequestMasking;
import dev.weir.governance.detection.Detector;
import dev.weir.governance.guard.Guard;
import dev.weir.governance.guard.GuardCheck;
import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.guard.GuardPlan;
import dev.weir.governance.guard.GuardVerdict;
import dev.weir.governance.guard.Inspection;
import dev.weir.governance.guard.Spotlighting;
import dev.weir.governance.guard.TextMasker;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.masking.MaskedValues;
import dev.weir.governance.masking.MaskingKey;
import dev.weir.governance.masking.MaskingLimits;
import dev.weir.governance.policy.Team;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.surface.Surface;
import dev.weir.schemas.event.Coverage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Inspect: what the guards of a team say of a prompt that has credit, before it goes anywhere. A
 * defect here is a defect of the exchange, which then goes nowhere.
 */
public final class InspectStage {

  private static final byte[] FUNCTIONS = "\"functions\"".getBytes(StandardCharsets.US_ASCII);

  private static final int CANARIES_MAX = 32;
  private static final int CANARY_CHARACTERS_MAX = 256;

  private final List<Detector> detectors;

  private final Function<TeamId, MaskingKey> keys;
  private final HeldRoom room;

  /**
   * The stage of all exchanges.
   *
   * @param detectors may be used by many threads
   * @param keys what a team's values are hashed and invented with
   * @param room of answers that are held until their end
   */
  public InspectStage(List<Detector> detectors, Function<TeamId, MaskingKey> keys, HeldRoom room) {
    this.detectors = List.copyOf(detectors);
    this.keys = keys;
    this.room = room;
  }

  /** The room of answers that are held until their end. */
  public HeldRoom held() {
    return room;
  }

  /**
   * What was said of a prompt.
   *
   * @param refusal where it must not go on
   * @param coverage for its record
   * @param warnings for the caller
   * @param masked the body that goes on in its place, and into the record in any case; empty where
   *     it is as it came
   * @param marked the body that goes on in its place or in the masked one's, and not into the
   *     record: what documents and tools bring is marked as data
   * @param answer the guards of what comes back
   */
  public record Inspected(
      Optional<Refusal> refusal,
      List<Coverage> coverage,
      List<String> warnings,
      Optional<byte[]> masked,
      Optional<byte[]> marked,
      AnswerGuards answer) {}

  /** Looks at the body of a request. */
  public Inspected inspect(Team team, String requestId, Surface surface, byte[] body, int length) {
    GuardPlan plan = team.guards();
    Inspection inspection =
        new Inspection(plan, GuardDirection.PROMPT, requestId, detectors, List.of());
    MaskedValues values =
        inspection.masks()
            ? RequestMasking.values(
                surface.dialect(), body, length, requestId, MaskingLimits.DEFAULT)
            : new MaskedValues(MaskingLimits.DEFAULT);
    Supplier<MaskingKey> key = () -> keys.apply(team.id());
    TextMasker masker = TextMasker.ofPrompt(plan, values, key);
    Origins origins =
        inspection.wantsOrigins() ? Origins.of(surface.dialect(), body, length) : Origins.UNTOLD;
    Optional<byte[]> masked = look(inspection, masker, origins, body, length);
    List<GuardVerdict> verdicts = inspection.verdicts();
    Optional<Refusal> refusal =
        AnswerGuards.refusal(verdicts, false)
            .or(() -> masker.refusal().map(Refusal.InvalidRequest::new));
    Masks masks = new Masks(values, key);
    return new Inspected(
        refusal,
        Coverages.of(GuardDirection.PROMPT, verdicts),
        AnswerGuards.warnings(verdicts),
        masked,
        refusal.isPresent()
            ? Optional.empty()
            : marked(
                plan,
                surface,
                masked.orElse(body),
                masked.map(it -> it.length).orElse(length),
                key),
        refusal.isPresent()
            ? AnswerGuards.NONE
            : answer(team, masks, requestId, surface, body, length));
  }

  private static Optional<byte[]> look(
      Inspection inspection, TextMasker masker, Origins origins, byte[] body, int length) {
    if (inspection.isEmpty() || length == 0) {
      return Optional.empty();
    }
    BodyTexts texts = BodyTexts.of(body, length).orElse(null);
    if (texts == null) {
      inspection.unread(length);
      return Optional.empty();
    }
    Map<Integer, String> others =
        GuardedDocument.look(
            texts, inspection, masker, inspection.masks() && masker.keepsLiterals(), origins);
    return others.isEmpty() ? Optional.empty() : Optional.of(texts.exchanged(body, length, others));
  }

  /** A provider's own API is not read, and an embedding obeys nobody. */
  private static Optional<byte[]> marked(
      GuardPlan plan, Surface surface, byte[] body, int length, Supplier<MaskingKey> key) {
    return plan.spotlighting() == Spotlighting.DELIMIT && surface.isForAnswer()
        ? DataMarks.around(surface.dialect(), body, length, key.get())
        : Optional.empty();
  }

  /** The guards of an answer; embeddings and counts hold no text. */
  private AnswerGuards answer(
      Team team, Masks masks, String requestId, Surface surface, byte[] body, int length) {
    GuardPlan plan = team.guards();
    List<Guard> guards = plan.of(GuardDirection.RESPONSE);
    boolean passage = surface.isPassage();
    boolean unguarded = guards.isEmpty() && masks.prompt().isEmpty();
    if (unguarded || (!passage && !surface.isForAnswer())) {
      return AnswerGuards.NONE;
    }
    boolean reads =
        !passage
            && guards.stream()
                .anyMatch(each ->
                    each.check() instanceof GuardCheck.Canary
                        || each.check() instanceof GuardCheck.Conformity);
    Optional<CanonicalRequest> request =
        reads || (!passage && mayNameFunctions(surface, body, length))
            ? read(surface, body, length)
            : Optional.empty();
    return new AnswerGuards(
        plan,
        requestId,
        detectors,
        masks,
        request.map(it -> canaries(it, guards)).orElse(List.of()),
        request.flatMap(InspectStage::schema),
        passage,
        request.map(CanonicalRequest::singleCall).orElse(false),
        room.part(team.id()));
  }

  /** Whether it may be of a caller who knows {@code function_call} and no tools; seldom so. */
  private static boolean mayNameFunctions(Surface surface, byte[] body, int length) {
    if (surface.dialect() != DialectName.OPENAI_CHAT) {
      return false;
    }
    for (int at = 0; at + FUNCTIONS.length <= length; at++) {
      if (body[at] == '"'
          && Arrays.equals(body, at, at + FUNCTIONS.length, FUNCTIONS, 0, FUNCTIONS.length)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<CanonicalRequest> read(Surface surface, byte[] body, int length) {
    byte[] exact = body.length == length ? body : Arrays.copyOf(body, length);
    return Dialects.of(surface.dialect()).read(exact, surface.address())
            instanceof Reading.Read(CanonicalRequest request)
        ? Optional.of(request)
        : Optional.empty();
  }

  private static Optional<JsonNode> schema(CanonicalRequest request) {
    return request.outputFormat() instanceof OutputFormat.Schema schema
        ? Optional.of(schema.schema())
        : Optional.empty();
  }

  /** What the instructions hold that looks like a canary. */
  private static List<String> canaries(CanonicalRequest request, List<Guard> guards) {
    List<String> canaries = new ArrayList<>();
    for (Turn turn : request.turns()) {
      if (turn.role() != Turn.Role.SYSTEM && turn.role() != Turn.Role.DEVELOPER) {
        continue;
      }
      for (Part part : turn.parts()) {
        for (Guard guard : guards) {
          if (part instanceof Part.Text text
              && guard.check() instanceof GuardCheck.Canary(Pattern pattern)) {
            find(pattern, text.text(), canaries);
          }
        }
      }
    }
    return canaries;
  }

  private static void find(Pattern pattern, String text, List<String> canaries) {
    Matcher matcher = pattern.matcher(text);
    while (canaries.size() < CANARIES_MAX && matcher.find()) {
      String canary = matcher.group();
      if (!canary.isEmpty() && canary.length() <= CANARY_CHARACTERS_MAX) {
        canaries.add(canary);
      }
    }
  }
}
