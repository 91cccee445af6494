package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Citation;
import dev.weir.dialects.canonical.CitedText;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The pages that a candidate of another provider's cites, gathered for its {@code
 * groundingMetadata}. The words of a place are left out: they stand in the text, where guards may
 * have changed them.
 */
final class CitedPages {

  /** The type of {@link AnswerEvent.Foreign} that is one of them. */
  static final String PAGE = "groundingChunk";

  private static final String RUN_START = "runStart";

  private final ArrayNode chunks = Json.newArray();
  private final ArrayNode supports = Json.newArray();
  private final Map<JsonNode, Integer> numbers = new HashMap<>();

  /** One of them; empty where the text in which it stands is closed. */
  static Optional<AnswerEvent.Foreign> page(int choice, Citation citation, CitedText text) {
    Utf8Places bytes = new Utf8Places(text.all());
    long start = bytes.byteAt(citation.start());
    long end = bytes.byteAt(citation.end());
    if (citation.start() < text.runStart() || start < 0 || end < 0) {
      return Optional.empty();
    }
    ObjectNode page = Json.newObject();
    page.putObject("web").put("uri", citation.url()).put("title", citation.title());
    page.put("startIndex", start).put("endIndex", end);
    page.put(RUN_START, bytes.byteAt(text.runStart()));
    return Optional.of(new AnswerEvent.Foreign(choice, DialectName.GEMINI, PAGE, page));
  }

  static boolean isOne(Part.Foreign part) {
    return part.dialect() == DialectName.GEMINI && part.type().equals(PAGE);
  }

  /** Of a stream: its place is one of all text. */
  void add(JsonNode page) {
    add(page, 0, 0);
  }

  /** Of the part with this number, in which the text that it stands in begins. */
  void addIn(int part, JsonNode page) {
    add(page, part, page.path(RUN_START).asLong());
  }

  private void add(JsonNode page, int part, long start) {
    JsonNode web = page.path("web");
    Integer known = numbers.get(web);
    int number = known == null ? chunks.size() : known;
    if (known == null) {
      numbers.put(web, number);
      chunks.addObject().set("web", web);
    }
    ObjectNode support = supports.addObject();
    ObjectNode segment = support.putObject("segment");
    if (part > 0) {
      segment.put("partIndex", part);
    }
    segment.put("startIndex", page.path("startIndex").asLong() - start);
    segment.put("endIndex", page.path("endIndex").asLong() - start);
    support.putArray("groundingChunkIndices").add(number);
  }

  /** Nothing where there are none. */
  void into(ObjectNode candidate) {
    if (!supports.isEmpty()) {
      ObjectNode metadata = candidate.putObject("groundingMetadata");
      metadata.set("groundingChunks", chunks);
      metadata.set("groundingSupports", supports);
    }
  }
}
