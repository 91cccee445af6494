/**
 * The configuration of a process, {@code weir.yaml}: read once, immutable, every problem reported
 * at once, an unknown key is an error. What governs is in {@code policy.yaml}, which is not here.
 */
@NullMarked
package dev.weir.standalone.config;

import org.jspecify.annotations.NullMarked;
