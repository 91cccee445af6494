/**
 * Calls to providers, without waiting.
 *
 * <p>Contract of a call:
 *
 * <ol>
 *   <li>Events of one call come one after the other, never at the same time; they may come on any
 *       thread and must not block it. {@code handedOver} alone stands outside of this order.
 *   <li>{@code answered} comes at most once and before any {@code content}.
 *   <li>No further content comes before {@code done} of the one before has run.
 *   <li>Exactly one of {@code completed} and {@code failed} comes, and it comes last; after a
 *       cancellation maybe neither.
 * </ol>
 */
@NullMarked
package dev.weir.proxy.upstream;

import org.jspecify.annotations.NullMarked;
