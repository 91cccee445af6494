package dev.weir.dialects.text;

/** Rewrites the texts of one stream. */
public interface StreamRewriter {

  /** A text begins: the answer's words, a thought without signature, a call's arguments. */
  PieceRewriter open(TextForm form);

  /** A text that an event has as a whole: one that ends an item says again what came in pieces. */
  String whole(TextPart part);
}
