/**
 * The tee: what passes through an exchange, sealed and written to the log.
 *
 * <p>Contract of threads and order:
 *
 * <ol>
 *   <li>Nothing here blocks: where the log takes no more, a record is refused or counted as lost.
 *   <li>Records of one exchange are handed to the log in order; a record's lock is held while one
 *       is handed over, so the sweeper may flush frames at the same time as the relay.
 *   <li>Acknowledgements come on the log's own thread.
 * </ol>
 */
@NullMarked
package dev.weir.proxy.record;

import org.jspecify.annotations.NullMarked;
