/**
 * Guards at work: the texts in a request's body, and answers on their way to the caller. What a
 * guard says is decided in {@code governance.guard}; here it is read from bytes and carried out.
 * Nothing of this is on the way of an exchange whose team has no guards.
 */
@NullMarked
package dev.weir.proxy.guard;

import org.jspecify.annotations.NullMarked;
