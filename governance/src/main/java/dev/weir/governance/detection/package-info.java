/**
 * What a text holds that it should not: pure detectors that answer with positions, never with text.
 */
@NullMarked
package dev.weir.governance.detection;

import org.jspecify.annotations.NullMarked;
