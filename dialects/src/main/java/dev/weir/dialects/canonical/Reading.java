package dev.weir.dialects.canonical;

/** What came of reading a request. Texts never quote the body. */
public sealed interface Reading {

  record Read(CanonicalRequest request) implements Reading {}

  /**
   * No request of this dialect.
   *
   * @param field where the fault is, as a path such as {@code messages[2].content}; empty where the
   *     whole body is at fault
   */
  record Wrong(String field, String message) implements Reading {}
}
