/** Orders of operators to stop: what they are for, and whom they hold. Pure values. */
@NullMarked
package dev.weir.governance.stop;

import org.jspecify.annotations.NullMarked;
