package dev.weir.governance.firewall;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import java.util.List;

/** The firewall as a detector: a suspicious text is one finding, from its beginning to its end. */
public final class InjectionDetector implements Detector {

  /** The id of findings in which the model alone has spoken. */
  public static final String MODEL_RULE = "ngram-model";

  private final Firewall firewall;
  private final Provenance provenance;

  /** {@code provenance}: where the texts come from. */
  public InjectionDetector(Firewall firewall, Provenance provenance) {
    this.firewall = firewall;
    this.provenance = provenance;
  }

  /** The same of texts from elsewhere. */
  public InjectionDetector of(Provenance other) {
    return other == provenance ? this : new InjectionDetector(firewall, other);
  }

  @Override
  public List<Finding> scan(CharSequence text) {
    Verdict verdict = firewall.judge(text, provenance);
    int length = Character.codePointCount(text, 0, text.length());
    if (verdict.level() == Verdict.Level.CLEAN || length == 0) {
      return List.of();
    }
    String rule = verdict.rules().isEmpty() ? MODEL_RULE : verdict.rules().getFirst();
    return List.of(new Finding(FindingType.INJECTION, 0, length, verdict.score(), rule));
  }
}
