/**
 * What tells who somebody is: rules for {@link dev.weir.governance.detection.TextScan} with the
 * checksums and the words nearby that tell such numbers from others.
 */
@NullMarked
package dev.weir.governance.detection.pii;

import org.jspecify.annotations.NullMarked;
