/** What each team has spent of its limits, fed back to the proxies. */
@NullMarked
package dev.weir.processors.quota;

import org.jspecify.annotations.NullMarked;
