/**
 * The built-in provider: an HTTP server that speaks OpenAI's chat completions, answers with what it
 * was told, counts tokens by a fixed rule, and misbehaves on demand, so that nothing else is needed
 * for the first request or for a test of what happens when a provider fails.
 *
 * <p>It is deterministic but for the time in {@code created}: the same request always gives the
 * same answer and the same counts.
 */
@NullMarked
package dev.weir.standalone.echo;

import org.jspecify.annotations.NullMarked;
