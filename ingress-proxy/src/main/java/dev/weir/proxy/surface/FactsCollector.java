package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;

/** Gathers what is to be known of an answer from its events. */
final class FactsCollector {

  private String model = "";
  private String serviceTier = "";
  private String finishReason = "";

  /** The provider's word for an end that the caller gets as an error. */
  private String failedReason = "";

  private Optional<TokenCounts> counts = Optional.empty();
  private long textCharacters;
  private Optional<AnswerEvent.Failed> failure = Optional.empty();

  void take(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.Started it -> model = it.model();
      case AnswerEvent.TextDelta it -> textCharacters += it.text().length();
      case AnswerEvent.RefusalDelta it -> textCharacters += it.text().length();
      case AnswerEvent.ThinkingDelta it -> textCharacters += it.text().length();
      case AnswerEvent.ThinkingSignature _, AnswerEvent.HiddenThinking _ -> {}
      case AnswerEvent.ToolCallStarted it -> textCharacters += it.name().length();
      case AnswerEvent.ToolCallDelta it -> textCharacters += it.json().length();
      case AnswerEvent.CustomCallStarted it -> textCharacters += it.name().length();
      case AnswerEvent.CustomCallDelta it -> textCharacters += it.text().length();
      case AnswerEvent.Foreign _ -> {}
      case AnswerEvent.Finished it -> finishReason = it.dialectReason();
      case AnswerEvent.Used it -> {
        counts = Optional.of(it.counts());
        serviceTier = it.serviceTier().orElse(serviceTier);
      }
      case AnswerEvent.Failed it -> failure = Optional.of(it);
    }
  }

  /** The model gave no usable answer; what the provider said of it is a fact all the same. */
  void fails(String dialectReason) {
    failedReason = dialectReason;
  }

  long textCharacters() {
    return textCharacters;
  }

  boolean isFinished() {
    return !finishReason.isEmpty();
  }

  boolean hasFailed() {
    return failure.isPresent();
  }

  Optional<AnswerEvent.Failed> failure() {
    return failure;
  }

  /** Whether the provider itself said that it failed; else its bytes ended before their end. */
  boolean isToldToFail() {
    return failure.filter(it -> it.kind() != ErrorKind.TRUNCATED).isPresent();
  }

  AnswerFacts facts() {
    return facts("");
  }

  /** The same with the provider's word for an end that was not told yet; empty where none waits. */
  AnswerFacts facts(String waitingReason) {
    String other = failedReason.isEmpty() ? waitingReason : failedReason;
    return new AnswerFacts(
        model,
        serviceTier,
        isFinished() ? finishReason : other,
        counts,
        textCharacters,
        hasFailed());
  }
}
