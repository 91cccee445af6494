/** What is unusual about the use of a team, a key or a model, told from its own past. */
@NullMarked
package dev.weir.processors.anomaly;

import org.jspecify.annotations.NullMarked;
