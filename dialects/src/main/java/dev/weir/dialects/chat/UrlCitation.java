package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Citation;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.json.Json;
import java.util.Optional;

/** A source as Chat tells it: an annotation of the message, whose places count from its begin. */
final class UrlCitation {

  private static final String TYPE = "url_citation";

  private UrlCitation() {}

  static Optional<Citation> read(JsonNode annotation) {
    return Citation.of(annotation.path(TYPE), 0);
  }

  static AnswerEvent.Foreign of(int choice, Citation citation) {
    ObjectNode annotation = Json.newObject().put("type", TYPE);
    annotation
        .putObject(TYPE)
        .put("start_index", citation.start())
        .put("end_index", citation.end())
        .put("title", citation.title())
        .put("url", citation.url());
    return new AnswerEvent.Foreign(choice, DialectName.OPENAI_CHAT, TYPE, annotation);
  }
}
