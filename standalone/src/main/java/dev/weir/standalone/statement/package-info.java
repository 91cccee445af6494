/**
 * Statements out of the log and into files: reading rows to an end, the forms of a statement, and
 * closing.
 */
@NullMarked
package dev.weir.standalone.statement;

import org.jspecify.annotations.NullMarked;
