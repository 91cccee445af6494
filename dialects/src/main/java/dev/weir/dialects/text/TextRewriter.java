package dev.weir.dialects.text;

/** Sees the texts of a body one after the other, in the order of its bytes. */
@FunctionalInterface
public interface TextRewriter {

  /** What stands in the text's place; the text itself where nothing changes. */
  String rewrite(TextPart part);
}
