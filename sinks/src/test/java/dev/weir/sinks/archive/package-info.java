@NullMarked
package dev.weir.sinks.archive;

import org.jspecify.annotations.NullMarked;
