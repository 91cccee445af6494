/** How callers and providers speak: one canonical form, and what each dialect makes of it. */
@NullMarked
package dev.weir.dialects;

import org.jspecify.annotations.NullMarked;
