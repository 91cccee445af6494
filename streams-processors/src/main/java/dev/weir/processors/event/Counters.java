package dev.weir.processors.event;

import dev.weir.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;

/** What the processors count. Labels have few values, and none that a caller chooses. */
public final class Counters {

  private final MeterRegistry registry;

  public Counters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** An event came again and was left out. */
  public void duplicate(Topic topic) {
    count("weir.processors.duplicates", "topic", topic.in(""));
  }

  /** A record could not be processed and lies in the dead letters. */
  public void deadLetter(String stage) {
    count("weir.processors.dead.letters", "stage", stage);
  }

  /** Usage came so late that its window's state is gone. */
  public void usageAfterWindow() {
    count("weir.processors.usage.late", "for", "quota");
  }

  /** Usage was counted under an older policy than the one it was admitted under. */
  public void policyBehind() {
    count("weir.processors.policy.behind", "for", "quota");
  }

  /** Tokens for which the price book holds no price. */
  public void unpricedTokens(long tokens) {
    registry.counter("weir.processors.tokens.unpriced").increment((double) tokens);
  }

  /** A prompt could not be opened, and was therefore not scanned. */
  public void unreadablePrompt(String reason) {
    count("weir.processors.prompts.unreadable", "reason", reason);
  }

  /** An alert was raised. */
  public void alert(String type) {
    count("weir.processors.alerts", "type", type);
  }

  /** An exchange was sealed; not all of its records were there if {@code whole} is false. */
  public void sealed(boolean whole) {
    count("weir.processors.exchanges.sealed", "whole", Boolean.toString(whole));
  }

  /** An exchange without an end was closed. */
  public void orphan() {
    registry.counter("weir.processors.exchanges.orphaned").increment();
  }

  /** A stream thread died and was replaced. */
  public void threadReplaced() {
    registry.counter("weir.processors.threads.replaced").increment();
  }

  private void count(String name, String label, String value) {
    registry.counter(name, label, value).increment();
  }
}
