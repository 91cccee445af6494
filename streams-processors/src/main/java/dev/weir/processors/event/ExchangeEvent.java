package dev.weir.processors.event;

import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;

/** A record of an exchange; they come in any order, since they come from different topics. */
public sealed interface ExchangeEvent {

  /** The beginning. */
  record Asked(Recorded<Prompt> prompt) implements ExchangeEvent {}

  /** A part of the answer; the last one has the end. */
  record Answered(Recorded<ResponseFrame> frame) implements ExchangeEvent {}
}
