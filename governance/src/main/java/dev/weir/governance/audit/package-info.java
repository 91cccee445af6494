/** The chain that makes audit entries tamper-evident. */
@NullMarked
package dev.weir.governance.audit;

import org.jspecify.annotations.NullMarked;
