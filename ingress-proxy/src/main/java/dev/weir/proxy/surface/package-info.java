/**
 * What callers may speak, and what becomes of it on the way: a request read from its path and body,
 * written for the provider that it goes to; an answer read as the provider gives it, written as the
 * caller expects it. Where both speak the same dialect, bytes pass as they came and are only
 * watched.
 *
 * <p>Contract of threads: nothing here waits or is shared; one exchange's answer is handled by one
 * thread at a time.
 */
@NullMarked
package dev.weir.proxy.surface;

import org.jspecify.annotations.NullMarked;
