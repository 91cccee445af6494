/**
 * The proof that a hard limit holds: real proxies and processors, each a process of its own, are
 * asked for more than the limit lets through, are killed on the way, and are judged by the log
 * alone.
 *
 * <p>{@link dev.weir.standalone.prove.BudgetProof} runs the rounds; {@code Rig} owns the processes,
 * {@code Hammer} asks, {@code Kills} kills; {@code Witness} reads the log into {@code Evidence},
 * from which {@code Judgement} makes the {@link dev.weir.standalone.prove.BudgetFinding}.
 */
@NullMarked
package dev.weir.standalone.prove;

import org.jspecify.annotations.NullMarked;
