/** The framing of server-sent events (WHATWG HTML, section 9.2.6), on bytes. */
@NullMarked
package dev.weir.dialects.sse;

import org.jspecify.annotations.NullMarked;
