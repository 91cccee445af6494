@NullMarked
package dev.weir.governance.masking;

import org.jspecify.annotations.NullMarked;
