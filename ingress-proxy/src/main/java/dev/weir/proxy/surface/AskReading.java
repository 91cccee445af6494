package dev.weir.proxy.surface;

/** What came of reading a request body. Texts never quote the body. */
public sealed interface AskReading {

  record Read(Ask ask) implements AskReading {}

  /** No request of the surface's dialect; the message says where. */
  record Wrong(String message) implements AskReading {}
}
