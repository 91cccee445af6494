/** What somebody should look at: findings in prompts and spikes in use, without any content. */
@NullMarked
package dev.weir.processors.alert;

import org.jspecify.annotations.NullMarked;
