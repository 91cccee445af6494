/**
 * A schema registry for one machine that speaks Confluent's protocol.
 *
 * <p>Everything it knows stands in the compacted topic {@code _schemas}, in the form in which
 * Confluent's registry writes it. A call that changes something holds the one write lock, decides
 * on what the topic says, appends a record, waits for the acknowledgement, reads the record back,
 * and answers. Calls that only read look at the same state without waiting for writers. Two
 * registries on one topic are not supported.
 */
@NullMarked
package dev.weir.standalone.registry;

import org.jspecify.annotations.NullMarked;
