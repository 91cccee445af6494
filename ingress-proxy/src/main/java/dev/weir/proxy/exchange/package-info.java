/**
 * The way of a request: Accept, Identify, Admit, Inspect, Route, Relay, Settle. The hot path, all
 * of it.
 *
 * <p>Contract of threads and order:
 *
 * <ol>
 *   <li>Nothing in this package blocks. The path runs on a selector of the server, on a thread of
 *       the upstream client, or (large bodies, acknowledgements) on one of the server's pool.
 *   <li>The steps of one exchange follow one another: the body is whole before it is decided, the
 *       decision falls before the call is sent, and the upstream events of one attempt are serial.
 *       No step starts the next while it still runs.
 *   <li>Attempts follow one another, but for a route that hedges: it has two at most, whose events
 *       come on several threads. {@code Race} decides under its lock which of them answers and what
 *       follows a failure; nothing of an attempt reaches the caller before it has claimed that.
 *   <li>Where a provider has several keys, an error that may be one key's is read, up to a limit,
 *       before anybody acts on it ({@code ErrorHold}).
 *   <li>Beside them run the sweeper (deadlines, aged frames) and the caller's hang-up, which a
 *       write or, while none is due, {@code CallerWatch} sees. They end an exchange through {@link
 *       dev.weir.proxy.exchange.Ending}'s one gate: the first end counts.
 *   <li>At most one write to a caller is under way; {@code Reply} keeps that and closes the
 *       connection where an end comes while one is.
 *   <li>An exchange keeps the policy that it began with.
 *   <li>Usage of a team goes to the log in the order of its numbers, under the ledger's lock.
 * </ol>
 */
@NullMarked
package dev.weir.proxy.exchange;

import org.jspecify.annotations.NullMarked;
