package dev.weir.proxy.journal;

import java.io.IOException;

/** Another proxy has the folder of this one's journal. */
public final class JournalInUseException extends IOException {

  private static final long serialVersionUID = 1L;

  JournalInUseException(String message) {
    super(message);
  }
}
