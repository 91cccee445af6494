/** Rows of the log as Parquet files, zstd, without Hadoop at run time. */
@NullMarked
package dev.weir.sinks.parquet;

import org.jspecify.annotations.NullMarked;
