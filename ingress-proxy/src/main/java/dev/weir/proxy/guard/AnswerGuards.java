package dev.weir.proxy.guard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.masking.AnswerRestoring;
import dev.weir.governance.detection.Detector;
import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.guard.GuardPlan;
import dev.weir.governance.guard.GuardVerdict;
import dev.weir.governance.guard.Inspection;
import dev.weir.governance.guard.TextMasker;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.surface.AnswerShape;
import dev.weir.proxy.surface.Outgoing;
import dev.weir.proxy.surface.Surface;
import dev.weir.schemas.event.Coverage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The guards of one exchange's answer. Each attempt is looked at for itself; what counts is what
 * was said of the answer that the caller gets.
 */
public final class AnswerGuards {

  /** Of a team that has none, and of answers that hold no text. */
  public static final AnswerGuards NONE =
      new AnswerGuards(
          GuardPlan.NONE,
          "",
          List.of(),
          Masks.NONE,
          List.of(),
          Optional.empty(),
          false,
          false,
          HeldRoom.none());

  private final GuardPlan plan;
  private final String requestId;
  private final List<Detector> detectors;
  private final Masks masks;
  private final List<String> canaries;
  private final Optional<JsonNode> schema;
  private final boolean passage;
  private final boolean singleCall;
  private final HeldRoom.Part held;
  private final boolean none;
  private volatile @Nullable Inspection answered;

  /**
   * The guards of one answer.
   *
   * @param canaries what must not come back
   * @param schema what the answer has to follow
   * @param passage whether it is of a provider's own API
   * @param singleCall as in {@link dev.weir.dialects.canonical.CanonicalRequest}
   * @param held what answers in one piece may hold
   */
  AnswerGuards(
      GuardPlan plan,
      String requestId,
      List<Detector> detectors,
      Masks masks,
      List<String> canaries,
      Optional<JsonNode> schema,
      boolean passage,
      boolean singleCall,
      HeldRoom.Part held) {
    this.plan = plan;
    this.requestId = requestId;
    this.detectors = detectors;
    this.masks = masks;
    this.canaries = canaries;
    this.schema = schema;
    this.passage = passage;
    this.singleCall = singleCall;
    this.held = held;
    this.none = plan.of(GuardDirection.RESPONSE).isEmpty();
  }

  /** Of an answer that is no text that anybody could read: its record says so. */
  public static AnswerGuards unread(GuardPlan plan, String requestId) {
    AnswerGuards guards =
        new AnswerGuards(
            plan,
            requestId,
            List.of(),
            Masks.NONE,
            List.of(),
            Optional.empty(),
            false,
            false,
            HeldRoom.none());
    guards.answers(guards.begin());
    return guards;
  }

  /** So much of it has passed. */
  public void passedUnread(long bytes) {
    Inspection inspection = answered;
    if (inspection != null) {
      inspection.unread(bytes);
    }
  }

  /**
   * What goes to a provider, with its answer guarded and then restored; the same where there is
   * nothing to do. A provider's own API is not read, and its answers keep their placeholders.
   */
  public Outgoing.Sends over(Outgoing.Sends sends, Surface surface) {
    AnswerShape guarded =
        none ? sends.answer() : new GuardedShape(sends.answer(), this, surface.spoken());
    if (passage || masks.prompt().isEmpty()) {
      return none ? sends : sends.with(guarded);
    }
    return sends.with(
        new RestoredShape(
            guarded, new AnswerRestoring(surface.dialect(), masks.prompt()), surface.streams()));
  }

  /** Masks one answer. */
  TextMasker masker() {
    return TextMasker.ofAnswer(masks.prompt(), masks.key());
  }

  /** Whether the answer is of a provider's own API, and its streams are of unknown shape. */
  boolean isPassage() {
    return passage;
  }

  /** Whether the caller knows one call alone, in {@code function_call}. */
  boolean isOfSingleCall() {
    return singleCall;
  }

  Inspection begin() {
    return new Inspection(plan, GuardDirection.RESPONSE, requestId, detectors, canaries);
  }

  HeldRoom.Part held() {
    return held;
  }

  /** The exchange has ended: nothing of its answers is held any more. */
  public void end() {
    held.end();
  }

  Optional<JsonNode> schema() {
    return schema;
  }

  String requestId() {
    return requestId;
  }

  /** This is the answer that the caller gets. */
  void answers(Inspection inspection) {
    answered = inspection;
  }

  /** This would have been it. */
  void blocks(Inspection inspection) {
    if (answered == null) {
      answered = inspection;
    }
  }

  /** What was said, for the record; to be asked when the exchange has ended. */
  public List<Coverage> coverage() {
    Inspection inspection = answered;
    return none || inspection == null
        ? List.of()
        : Coverages.of(GuardDirection.RESPONSE, inspection.verdicts());
  }

  /** Why what was looked at must not go on. */
  static Optional<Refusal> refusal(List<GuardVerdict> verdicts, boolean ofAnswer) {
    return verdicts.stream()
        .filter(GuardVerdict::blocks)
        .findFirst()
        .map(it -> new Refusal.ContentBlocked(it.guard().id(), it.found(), ofAnswer));
  }

  /** What the caller is told in a header: {@code mail=email-address}. */
  static List<String> warnings(List<GuardVerdict> verdicts) {
    return verdicts.stream()
        .filter(GuardVerdict::warns)
        .map(each -> each.guard().id() + "=" + String.join("|", each.found()))
        .toList();
  }
}
