package dev.weir.dialects.bedrock;

import java.util.Map;

/**
 * One message of {@code application/vnd.amazon.eventstream}.
 *
 * @param headers those whose values are strings; others have no meaning here
 */
record EventFrame(Map<String, String> headers, byte[] payload) {

  static final String MESSAGE_TYPE = ":message-type";
  static final String EVENT_TYPE = ":event-type";
  static final String EXCEPTION_TYPE = ":exception-type";
  static final String CONTENT_TYPE = ":content-type";
  static final String ERROR_CODE = ":error-code";
  static final String ERROR_MESSAGE = ":error-message";

  EventFrame {
    headers = Map.copyOf(headers);
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
