package dev.weir.governance.policy;

/** What becomes of a request of which a provider cannot be told everything. */
public enum TranslationLoss {
  /** What the answer does without is left out and named. */
  DROP,
  /** Nothing is left out: the request is refused, with the names. */
  REFUSE
}
