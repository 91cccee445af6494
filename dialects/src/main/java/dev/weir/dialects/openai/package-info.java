/**
 * How OpenAI's chat completions speak: what must be known of a request and an answer, without
 * building a tree and without changing what is not understood. Nothing here is shared between
 * exchanges; an instance belongs to one.
 */
@NullMarked
package dev.weir.dialects.openai;

import org.jspecify.annotations.NullMarked;
