package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Citation;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.json.Json;
import java.util.Optional;

/** A source as Responses tells it: an annotation of a text, whose places count from its begin. */
final class UrlCitation {

  private static final String TYPE = "url_citation";

  private UrlCitation() {}

  /** {@code textStart} is where the annotation's text begins in all text of the answer. */
  static Optional<Citation> read(JsonNode annotation, long textStart) {
    return annotation.path("type").asText("").equals(TYPE)
        ? Citation.of(annotation, textStart)
        : Optional.empty();
  }

  static AnswerEvent.Foreign of(int choice, Citation citation) {
    ObjectNode annotation =
        Json.newObject()
            .put("type", TYPE)
            .put("start_index", citation.start())
            .put("end_index", citation.end())
            .put("title", citation.title())
            .put("url", citation.url());
    return new AnswerEvent.Foreign(
        choice, DialectName.OPENAI_RESPONSES, OutputReader.ANNOTATION + TYPE, annotation);
  }
}
