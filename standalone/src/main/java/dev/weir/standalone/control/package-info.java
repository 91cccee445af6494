/**
 * The control plane: publishes policies, prices, data keys and virtual keys to their compacted
 * topics, and reads them back. Nothing on the path of a request waits for it.
 *
 * <p>Order matters once: a team's data key and the prices stand in the log before the policy that
 * needs them.
 */
@NullMarked
package dev.weir.standalone.control;

import org.jspecify.annotations.NullMarked;
