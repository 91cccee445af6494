/** What leaves the log: Parquet archives of audit entries and chargeback rows. */
@NullMarked
package dev.weir.sinks;

import org.jspecify.annotations.NullMarked;
