/** What a limit means: windows, what is spent and held, and whether more fits. Pure arithmetic. */
@NullMarked
package dev.weir.governance.quota;

import org.jspecify.annotations.NullMarked;
