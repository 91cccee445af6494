package dev.weir.dialects.canonical;

/** Why an answer ended. Dialects with fewer reasons merge them; each writer documents how. */
public enum FinishReason {
  /** The model came to its end. */
  STOP,
  /** A stop sequence was met. */
  STOP_SEQUENCE,
  /** The limit of output tokens was met. */
  LENGTH,
  /** The model's context is full. */
  CONTEXT_FULL,
  /** The model waits for results of tools. */
  TOOL_CALLS,
  /** A filter of the provider stopped it. */
  CONTENT_FILTER,
  /** The model declined. */
  REFUSAL,
  /** A long turn was paused and may be continued (Anthropic). */
  PAUSED,
  /** What the model wrote is of no use, such as a call that is no JSON; no end but a failure. */
  ERROR,
  /** The provider said something that is not known here. */
  OTHER
}
