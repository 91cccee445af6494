/**
 * The texts in bodies and streams of the callers' dialects: where they are, who wrote them, and how
 * one is exchanged without touching any other byte. Guards read with it, masking writes with it.
 */
@NullMarked
package dev.weir.dialects.text;

import org.jspecify.annotations.NullMarked;
