@NullMarked
package dev.weir.dashboards;

import org.jspecify.annotations.NullMarked;
