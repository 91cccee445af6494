package dev.weir.governance.task;

/**
 * What a text asks for.
 *
 * @param confidence from 0.25 (a guess) to 1: how probable the kind is, as the model sees it
 */
public record Task(TaskKind kind, double confidence) {}
