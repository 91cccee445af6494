/** Tests of guards at work, without sockets. */
@org.jspecify.annotations.NullMarked
package dev.weir.proxy.guard;
