/**
 * WebSockets (RFC 6455) as whole text messages, with a limit on everything, and OpenAI's Responses
 * over them.
 *
 * <p>Contract of threads and order:
 *
 * <ol>
 *   <li>Nothing here blocks.
 *   <li>A receiver hears of one message at a time, and of the next one when it asked for it: what
 *       is not asked for stays with the sender's TCP.
 *   <li>A receiver hears of the end exactly once, maybe while it still works on a message.
 *   <li>Messages may be sent from several threads; each goes out whole, and the order between
 *       threads is that of the calls.
 * </ol>
 */
@NullMarked
package dev.weir.proxy.socket;

import org.jspecify.annotations.NullMarked;
