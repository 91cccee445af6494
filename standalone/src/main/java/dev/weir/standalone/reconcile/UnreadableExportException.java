package dev.weir.standalone.reconcile;

import java.nio.file.Path;

/** A file is no export that is known; the message says where and why, in one line. */
public final class UnreadableExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableExportException(Path file, String problem) {
    super(file + ": " + problem);
  }

  UnreadableExportException(Path file, long line, String problem) {
    super(file + ":" + line + ": " + problem);
  }
}
