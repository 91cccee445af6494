/** What operators ask: is it alive, is it ready, what does it count. */
@NullMarked
package dev.weir.processors.health;

import org.jspecify.annotations.NullMarked;
