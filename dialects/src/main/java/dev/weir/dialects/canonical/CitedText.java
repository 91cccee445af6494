package dev.weir.dialects.canonical;

/**
 * The text of a choice as far as it is written.
 *
 * @param all empty where the writer's dialect does not need it
 * @param runStart where the text that is being written began, in code points of all text of the
 *     choice: what stands before it is closed
 */
public record CitedText(CharSequence all, long runStart) {}
