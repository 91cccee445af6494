@NullMarked
package dev.weir.governance.firewall;

import org.jspecify.annotations.NullMarked;
