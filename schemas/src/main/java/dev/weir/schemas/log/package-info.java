/**
 * The way to the log: addresses, the registry's client, and the keeper that prepares the topics.
 */
@NullMarked
package dev.weir.schemas.log;

import org.jspecify.annotations.NullMarked;
