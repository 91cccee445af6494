/**
 * The prompt firewall: whether a text tries to take over the model that reads it.
 *
 * <p>A text is folded, decoded where it hides something, cut into windows and scored by a linear
 * model over hashed n-grams ({@link dev.weir.governance.firewall.NgramModel}); word rules name what
 * they know. All is pure, linear in the text, bounded in what it reads, and answers with scores and
 * names of rules, never with text.
 */
@NullMarked
package dev.weir.governance.firewall;

import org.jspecify.annotations.NullMarked;
