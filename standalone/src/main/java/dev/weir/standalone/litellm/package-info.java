/**
 * Turns the configuration of a LiteLLM proxy into a policy, and says what became of each setting.
 */
@NullMarked
package dev.weir.standalone.litellm;

import org.jspecify.annotations.NullMarked;
