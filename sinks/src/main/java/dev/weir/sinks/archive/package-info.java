/**
 * The archive's directory: one writer per partition, whole files only.
 *
 * <p>Order of one file: written to a temporary name, fsynced, renamed, directory fsynced, listed in
 * the manifest, manifest fsynced. A crash between any two of these loses nothing and doubles
 * nothing, since the next offset comes from the files and the manifest that are there. Every class
 * here is confined to one thread; what keeps two processes apart is the lock file of a partition.
 */
@NullMarked
package dev.weir.sinks.archive;

import org.jspecify.annotations.NullMarked;
