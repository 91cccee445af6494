package dev.weir.governance.task;

import java.util.Locale;
import java.util.Optional;

/** Kinds of work that models do at different prices. */
public enum TaskKind {
  /** A short question, an order to an assistant, a customer's concern: any model can do it. */
  SIMPLE,
  /** To write, explain, summarise, translate, extract, play a part. */
  GENERAL,
  /** To calculate, prove, deduce. */
  REASONING,
  /** To write, mend or explain programs. */
  CODE;

  /** The name in policies and headers. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of this name; nothing where there is none. */
  public static Optional<TaskKind> of(String text) {
    for (TaskKind kind : values()) {
      if (kind.text().equals(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
