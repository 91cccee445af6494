package dev.weir.processors.event;

import dev.weir.governance.detection.FindingType;
import dev.weir.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * What the processors count. Labels have few values, and none that a caller chooses. Each series
 * begins at zero when the process does: {@code increase()} does not see the first event of a series
 * that begins with it.
 */
public final class Counters {

  private static final String DUPLICATES = "weir.processors.duplicates";
  private static final String DEAD_LETTERS = "weir.processors.dead.letters";
  private static final String USAGE_LATE = "weir.processors.usage.late";
  private static final String BUDGET_UNWATCHED = "weir.processors.budget.unwatched";
  private static final String USAGE_UNCOUNTED = "weir.processors.usage.uncounted";
  private static final String UNWATCHED = "weir.processors.exchanges.unwatched";
  private static final String POLICY_BEHIND = "weir.processors.policy.behind";
  private static final String UNPRICED = "weir.processors.tokens.unpriced";
  private static final String PROMPTS_UNREADABLE = "weir.processors.prompts.unreadable";
  private static final String USAGE_UNWATCHED = "weir.processors.usage.unwatched";
  private static final String ALERTS = "weir.processors.alerts";
  private static final String SIGHTINGS = "weir.processors.sightings";
  private static final String MUTED = "weir.processors.sightings.muted";
  private static final String SEALED = "weir.processors.exchanges.sealed";
  private static final String ORPHANED = "weir.processors.exchanges.orphaned";
  private static final String NAMES = "weir.processors.names.characters";
  private static final String NAMES_FAILED = "weir.processors.names.failed";
  private static final String THREADS_REPLACED = "weir.processors.threads.replaced";

  /** Types of alerts that are no finding's in a text. */
  private static final String[] OTHER_ALERTS = {
    "spike",
    "budget",
    "burn",
    "limit",
    "anomaly",
    "new-model",
    "new-hour",
    "reconciliation",
    "guardrail",
    "upstream-failure",
    "key-misuse",
    "log-loss",
    "audit-gap"
  };

  private final MeterRegistry registry;

  public Counters(MeterRegistry registry) {
    this.registry = registry;
    register(DUPLICATES, "topic", Topic.TOKEN_COUNTS.in(""), Topic.PROMPTS.in(""));
    register(DEAD_LETTERS, "stage", "read", "process", "write");
    register(USAGE_LATE, "for", "quota", "budget");
    register(BUDGET_UNWATCHED, "for", "budget");
    register(POLICY_BEHIND, "for", "quota");
    register(PROMPTS_UNREADABLE, "reason", "no-key", "does-not-open");
    register(ALERTS, "type", OTHER_ALERTS);
    register(SIGHTINGS, "type", OTHER_ALERTS);
    register(SIGHTINGS, "type", "pii", "secret", "injection");
    for (FindingType type : FindingType.values()) {
      register(ALERTS, "type", type.text());
    }
    register(NAMES, "outcome", "read", "skipped");
    register(SEALED, "whole", "true", "false");
    for (String plain :
        List.of(
            UNPRICED,
            USAGE_UNCOUNTED,
            UNWATCHED,
            NAMES_FAILED,
            USAGE_UNWATCHED,
            ORPHANED,
            THREADS_REPLACED)) {
      var _ = registry.counter(plain);
    }
  }

  /** Where figures of other kinds belong. */
  public MeterRegistry registry() {
    return registry;
  }

  private void register(String name, String label, String... values) {
    for (String value : values) {
      var _ = registry.counter(name, label, value);
    }
  }

  /** An event came again and was left out. */
  public void duplicate(Topic topic) {
    count(DUPLICATES, "topic", topic.in(""));
  }

  /** A record could not be processed and lies in the dead letters. */
  public void deadLetter(String stage) {
    count(DEAD_LETTERS, "stage", stage);
  }

  /** Usage came so late that its window's state is gone. */
  public void usageAfterWindow() {
    count(USAGE_LATE, "for", "quota");
  }

  /** Usage could not be processed for quotas; another application keeps it. */
  public void usageUncounted() {
    registry.counter(USAGE_UNCOUNTED).increment();
  }

  /** A record could not be processed by what closes silent exchanges; another one keeps it. */
  public void exchangeUnwatched() {
    registry.counter(UNWATCHED).increment();
  }

  /** A prompt could not be read for names; another application keeps it. */
  public void namesFailed() {
    registry.counter(NAMES_FAILED).increment();
  }

  /** Usage claims to be older than usage is kept, and is left out of burn rates. */
  public void usageTooOld() {
    count(USAGE_LATE, "for", "budget");
  }

  /** An account of one value is spent of that there is no room to follow. */
  public void budgetUnwatched() {
    count(BUDGET_UNWATCHED, "for", "budget");
  }

  /** Usage was counted under an older policy than the one it was admitted under. */
  public void policyBehind() {
    count(POLICY_BEHIND, "for", "quota");
  }

  /** Tokens for which the price book holds no price. */
  public void unpricedTokens(long tokens) {
    registry.counter(UNPRICED).increment((double) tokens);
  }

  /** A prompt could not be opened, and was therefore not scanned. */
  public void unreadablePrompt(String reason) {
    count(PROMPTS_UNREADABLE, "reason", reason);
  }

  /** Usage of a team, key or model that is not watched for anomalies, since too many are. */
  public void unwatchedUse() {
    registry.counter(USAGE_UNWATCHED).increment();
  }

  /** Something was seen that an alert may be made of. */
  public void sighting(String type) {
    count(SIGHTINGS, "type", type);
  }

  /** It was left out, since an operator has called the like of it a false positive. */
  public void muted(String type) {
    count(MUTED, "type", type);
  }

  /** An alert was opened. */
  public void alert(String type) {
    count(ALERTS, "type", type);
  }

  /** An exchange was sealed; not all of its records were there if {@code whole} is false. */
  public void sealed(boolean whole) {
    count(SEALED, "whole", Boolean.toString(whole));
  }

  /** So many characters of a prompt were read for names. */
  public void namesRead(long characters) {
    registry.counter(NAMES, "outcome", "read").increment((double) characters);
  }

  /** So many characters were not, for want of time or because their text is too long. */
  public void namesSkipped(long characters) {
    registry.counter(NAMES, "outcome", "skipped").increment((double) characters);
  }

  /** An exchange without an end was closed. */
  public void orphan() {
    registry.counter(ORPHANED).increment();
  }

  /** A stream thread died and was replaced. */
  public void threadReplaced() {
    registry.counter(THREADS_REPLACED).increment();
  }

  private void count(String name, String label, String value) {
    registry.counter(name, label, value).increment();
  }
}
