package dev.weir.governance.detection;

import java.util.List;
import java.util.Set;

/** The detectors that look inline, and the ids of their rules, by which policies name them. */
public final class DetectionRules {

  public static final Set<String> IDS =
      Set.of("email-or-login", "email-dot-atom", "card-luhn-brand", "card-luhn-brand-odd-groups");

  private DetectionRules() {}

  /** The detectors; each may be used by many threads. */
  public static List<Detector> detectors() {
    return List.of(new PaymentCardDetector(), new EmailAddressDetector());
  }
}
