/**
 * What a policy says about guards, and what came out when they looked.
 *
 * <p>A guard looks at texts and says what it found. What is found does not depend on the mode: a
 * guard that observes comes to the verdict that it would block by. Time is read through an argument
 * and everything else is a pure function of the texts.
 */
@NullMarked
package dev.weir.governance.guard;

import org.jspecify.annotations.NullMarked;
