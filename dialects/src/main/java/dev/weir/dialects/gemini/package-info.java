/** Gemini {@code generateContent}, of the Gemini API and of Vertex AI: both directions. */
@NullMarked
package dev.weir.dialects.gemini;

import org.jspecify.annotations.NullMarked;
