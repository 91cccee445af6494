/**
 * Values in memory made from compacted topics: read from the beginning, followed ever after.
 *
 * <ol>
 *   <li>Only the follower's thread gives records to a view; a view publishes to its readers by one
 *       reference or a concurrent map.
 *   <li>What a view cannot use changes nothing: it throws, the follower logs where the record is,
 *       and what was known before stays.
 *   <li>Where the log or the schema registry fails the views stand still, and the follower goes on
 *       from where it was: it never reads an older value of a key again, and never passes over a
 *       record that may be readable later.
 * </ol>
 */
@NullMarked
package dev.weir.schemas.view;

import org.jspecify.annotations.NullMarked;
