/** One sealed entry per exchange, chained per partition. */
@NullMarked
package dev.weir.processors.audit;

import org.jspecify.annotations.NullMarked;
