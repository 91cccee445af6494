/** What Claude takes, whoever serves it: Anthropic, Amazon, a compatible server. */
@NullMarked
package dev.weir.dialects.claude;

import org.jspecify.annotations.NullMarked;
