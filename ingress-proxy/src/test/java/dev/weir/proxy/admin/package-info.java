@NullMarked
package dev.weir.proxy.admin;

import org.jspecify.annotations.NullMarked;
