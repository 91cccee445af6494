/** Gemini {@code generateContent}, of the Gemini API and of Vertex AI, translated. */
@NullMarked
package dev.weir.dialects.gemini;

import org.jspecify.annotations.NullMarked;
