/**
 * Embeddings: OpenAI's request as callers send it, and how other providers are asked for the same.
 * Vectors are not comparable between models, so a request is only ever said in other words, never
 * to another kind of model.
 */
@NullMarked
package dev.weir.dialects.embedding;

import org.jspecify.annotations.NullMarked;
