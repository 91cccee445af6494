/**
 * The models that routes lead to, as this proxy knows them: how they answer, whether they may be
 * asked, how many calls they have. Fails towards asking: what is not known of a model is no reason
 * to leave it out.
 */
@NullMarked
package dev.weir.proxy.targets;

import org.jspecify.annotations.NullMarked;
