package dev.weir.governance.firewall;

/**
 * A text to learn from or to be judged with.
 *
 * @param injection whether it should be found
 * @param source which collection it is from: what is trained on one is tested on another
 */
public record Example(String text, boolean injection, String source) {}
