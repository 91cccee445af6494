package dev.weir.processors.orphan;

import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;

/** That an exchange lives; signs come in any order, since they come from different topics. */
sealed interface Sign {

  /** The beginning. */
  record Asked(Prompt prompt) implements Sign {}

  /** A part of the answer; the last one has the end. */
  record Answered(ResponseFrame frame) implements Sign {}

  /** An attempt's usage. */
  record Charged(int attempt, boolean last) implements Sign {}
}
