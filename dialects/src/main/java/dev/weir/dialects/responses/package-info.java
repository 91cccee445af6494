/**
 * OpenAI Responses, translated: requests, documents, streams, usage, errors. Field and event names
 * follow OpenAI's API reference, sections Responses and Responses streaming.
 */
@NullMarked
package dev.weir.dialects.responses;

import org.jspecify.annotations.NullMarked;
