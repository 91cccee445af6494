/** What the command line says and how it ends. */
@NullMarked
package dev.weir.endtoend.command;

import org.jspecify.annotations.NullMarked;
