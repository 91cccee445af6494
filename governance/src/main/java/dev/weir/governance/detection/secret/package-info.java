/**
 * What secrets look like: the rules by which a scan finds tokens, keys and passwords.
 *
 * <p>Formats are facts of the vendors' documentation; each rule is one line of a table. A shape
 * that nothing else has (a prefix, a header) is enough by itself; what has no shape of its own
 * needs a name in front of it that says what it is, and a value that looks made by chance.
 */
@NullMarked
package dev.weir.governance.detection.secret;

import org.jspecify.annotations.NullMarked;
