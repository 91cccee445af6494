/** Whether what people look at shows something while the product runs. */
@NullMarked
package dev.weir.endtoend.dashboards;

import org.jspecify.annotations.NullMarked;
