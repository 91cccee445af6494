/**
 * Finds names in texts: a small language model (MiniLM) reads the text, and a head that was trained
 * for Weir says of each word what it belongs to.
 *
 * <p>The way of a text: {@link dev.weir.encoder.Words} cuts it, {@link dev.weir.encoder.WordPieces}
 * spells the words in the model's vocabulary, {@link dev.weir.encoder.Windows} keeps what the model
 * reads at once small, {@link dev.weir.encoder.MiniLm} gives vectors, {@link dev.weir.encoder.Head}
 * scores each word's tags, and {@link dev.weir.encoder.TagPath} picks the best row of tags. Nothing
 * here talks to a network or keeps a text.
 */
@NullMarked
package dev.weir.encoder;

import org.jspecify.annotations.NullMarked;
