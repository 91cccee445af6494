/**
 * Masking of requests and restoring in answers, bytes in and bytes out, in the caller's dialect.
 * Ask {@link dev.weir.dialects.masking.RequestMasking} on the way to the provider; what it gives
 * restores the answer.
 */
@NullMarked
package dev.weir.dialects.masking;

import org.jspecify.annotations.NullMarked;
