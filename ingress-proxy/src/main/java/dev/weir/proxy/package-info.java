/**
 * The data plane: {@link dev.weir.proxy.ProxyServer} composes it.
 *
 * <p>Threads: the server's selectors and pool (Jetty), {@code weir-views} (reads the compacted
 * topics), {@code weir-sweeper} (deadlines), and Kafka's sender. Who may do what is numbered in the
 * packages {@code exchange}, {@code upstream}, {@code record} and {@code view}.
 */
@NullMarked
package dev.weir.proxy;

import org.jspecify.annotations.NullMarked;
