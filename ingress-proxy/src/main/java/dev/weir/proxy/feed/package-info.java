/** What a proxy tells others beside its records, each time whole. */
@NullMarked
package dev.weir.proxy.feed;

import org.jspecify.annotations.NullMarked;
