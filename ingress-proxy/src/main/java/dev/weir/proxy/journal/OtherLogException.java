package dev.weir.proxy.journal;

import java.io.IOException;

/** The journal holds records for another log than the one that it is opened with. */
public final class OtherLogException extends IOException {

  private static final long serialVersionUID = 1L;

  OtherLogException(String message) {
    super(message);
  }
}
