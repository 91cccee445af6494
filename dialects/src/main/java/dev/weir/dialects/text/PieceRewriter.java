package dev.weir.dialects.text;

/** Rewrites one text of a stream, which comes in pieces that may be cut anywhere. */
public interface PieceRewriter {

  /** Takes a piece and gives what may go out now. */
  String accept(String piece);

  /** The text has ended: gives what was held back. */
  String end();
}
