/**
 * The control plane: publishes policies, prices, data keys and virtual keys to their compacted
 * topics, and reads them back. Nothing on the path of a request waits for it.
 *
 * <p>Order matters once. A team's data key and the prices of what had none stand in the log before
 * the policy that needs them; prices that it changes or takes back follow it, so that the policy
 * before is never charged by the prices of one that was not published. The text of the policy holds
 * all its prices: whatever died on the way, to apply it again finishes it.
 */
@NullMarked
package dev.weir.standalone.control;

import org.jspecify.annotations.NullMarked;
