/** OpenAI Chat Completions, translated: requests, documents, streams, usage, errors. */
@NullMarked
package dev.weir.dialects.chat;

import org.jspecify.annotations.NullMarked;
