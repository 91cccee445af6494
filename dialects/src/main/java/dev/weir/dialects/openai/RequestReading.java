package dev.weir.dialects.openai;

/** What came of reading a request body. Texts never quote the body. */
public sealed interface RequestReading {

  record Read(ChatRequest request) implements RequestReading {}

  /** No JSON object in UTF-8. */
  record Malformed(String message) implements RequestReading {}

  /** JSON, but this field is missing or has another type than the dialect gives it. */
  record Wrong(String field, String message) implements RequestReading {}
}
