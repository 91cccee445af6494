package dev.weir.standalone.registry;

import org.jspecify.annotations.Nullable;

/** One record of the topic. */
sealed interface LogEntry {

  /** A version as it now is; null once it is gone for good. */
  record OfVersion(String subject, int version, @Nullable SubjectVersion value)
      implements LogEntry {}

  /** The compatibility of a subject, or of all where it is null; a null level takes it away. */
  record OfCompatibility(@Nullable String subject, @Nullable String level) implements LogEntry {}

  /** The mode of a subject, or of all where it is null; a null mode takes it away. */
  record OfMode(@Nullable String subject, @Nullable String mode) implements LogEntry {}
}
