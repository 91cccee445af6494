/** The policy document: read whole or not at all, with every problem reported at once. */
@NullMarked
package dev.weir.governance.policy;

import org.jspecify.annotations.NullMarked;
