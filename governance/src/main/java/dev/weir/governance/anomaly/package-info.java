/** What is unusual about a team's use, told from its own past. Pure values. */
@NullMarked
package dev.weir.governance.anomaly;

import org.jspecify.annotations.NullMarked;
