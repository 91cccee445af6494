@NullMarked
package dev.weir.governance.task;

import org.jspecify.annotations.NullMarked;
