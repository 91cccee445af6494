/** Why a request was turned down, and the one place that says how callers see it. */
@NullMarked
package dev.weir.governance.refusal;

import org.jspecify.annotations.NullMarked;
