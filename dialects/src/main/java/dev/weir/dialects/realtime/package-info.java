/** The events of OpenAI's Realtime API, as far as Weir must understand what it passes on. */
@NullMarked
package dev.weir.dialects.realtime;

import org.jspecify.annotations.NullMarked;
