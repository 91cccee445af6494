/** Anthropic Messages, translated: requests, documents, streams, usage, errors, token counts. */
@NullMarked
package dev.weir.dialects.anthropic;

import org.jspecify.annotations.NullMarked;
