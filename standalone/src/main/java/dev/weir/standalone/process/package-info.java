/**
 * What a process of Weir is made of: its folder, its secret, its parts, and the order in which they
 * end.
 */
@NullMarked
package dev.weir.standalone.process;

import org.jspecify.annotations.NullMarked;
