package dev.weir.governance.task;

/** A text and what it asks for. */
record Labelled(String text, TaskKind kind) {

  int index() {
    return TaskWeights.KINDS.indexOf(kind);
  }
}
