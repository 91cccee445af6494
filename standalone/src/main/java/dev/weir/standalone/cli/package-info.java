/**
 * The {@code weir} command. Data goes to standard output, progress and complaints to standard
 * error. Exit codes are in {@link dev.weir.standalone.cli.ExitCode}.
 */
@NullMarked
package dev.weir.standalone.cli;

import org.jspecify.annotations.NullMarked;
