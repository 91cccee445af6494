package dev.weir.dialects.text;

/** Who a text comes from. */
public enum TextSource {
  /** The application: system and developer turns, instructions, descriptions of tools. */
  SYSTEM,
  USER,
  /** The model: its earlier turns in a request, the arguments of its calls, its answer. */
  ASSISTANT,
  /** What a tool answered, one that the provider runs included. Not to be trusted. */
  TOOL_RESULT,
  /** Files and search results that were put into a prompt. Not to be trusted. */
  DOCUMENT,
  /**
   * What the model thought, under its provider's signature. It may be read and must come back as it
   * was signed: what a rewriter makes of it is ignored.
   */
  SIGNED_THOUGHT
}
