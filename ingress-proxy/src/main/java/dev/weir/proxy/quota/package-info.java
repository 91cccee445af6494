/**
 * What this proxy has promised and spent and the log does not show yet. Each team's ledger has a
 * lock of its own, held for microseconds; nothing waits.
 */
@NullMarked
package dev.weir.proxy.quota;

import org.jspecify.annotations.NullMarked;
