/**
 * The local journal: what is to go to the log is first written here, and from here published. A
 * process that is killed loses nothing of it; the next one publishes the rest.
 *
 * <p>Contract of threads and order:
 *
 * <ol>
 *   <li>Any number of threads append. A place is taken under a lock, the bytes are copied outside
 *       of it; no append waits for the log or another append's copying, and for a disk only where
 *       segments fill faster than one thread prepares them.
 *   <li>One thread, the publisher's, reads, sends and gives segments back.
 *   <li>Entries are published in the order of their places. An entry counts as published when the
 *       log has acknowledged it and all before it; after a failure everything from the first one
 *       that is not acknowledged is sent again, so an entry may be in the log twice and its readers
 *       tell by its event id.
 * </ol>
 *
 * <p>What is written survives the process. A machine that dies loses what the log has not taken:
 * milliseconds, and while the log is away the last two seconds, since pages are left to the
 * operating system and forced to disk once a second. Whoever needs more sets a team to {@code
 * strict}, which waits for the log.
 */
@NullMarked
package dev.weir.proxy.journal;

import org.jspecify.annotations.NullMarked;
