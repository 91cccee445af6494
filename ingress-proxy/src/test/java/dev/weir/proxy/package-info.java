/** The proxy over real sockets, with a scripted provider and a log in memory. */
@NullMarked
package dev.weir.proxy;

import org.jspecify.annotations.NullMarked;
