package dev.weir.proxy.exchange;

import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What a provider's answer says that it is. */
enum AnswerKind {
  DOCUMENT,
  STREAM,
  NO_ANSWER;

  static AnswerKind of(HttpFields headers) {
    String type = headers.get(HttpHeader.CONTENT_TYPE);
    String media = type == null ? "" : type.toLowerCase(Locale.ROOT);
    if (media.startsWith(Errors.JSON)) {
      return DOCUMENT;
    }
    boolean events =
        media.startsWith("text/event-stream")
            || media.startsWith("application/vnd.amazon.eventstream");
    return events ? STREAM : NO_ANSWER;
  }
}
