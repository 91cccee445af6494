package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Citation;
import dev.weir.dialects.canonical.DialectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The text of one block and what it cites. A page may be cited before the text that rests on it,
 * which is the whole block's, and so waits for the block's end.
 */
final class CitedBlock {

  /** More than a block of text has; further ones are told as they come. */
  private static final int PAGES_MAX = 1_000;

  private final Consumer<AnswerEvent> sink;
  private final List<JsonNode> pages = new ArrayList<>();
  private long start;
  private long end;

  CitedBlock(Consumer<AnswerEvent> sink) {
    this.sink = sink;
  }

  AnswerEvent text(String more) {
    end += more.codePointCount(0, more.length());
    return new AnswerEvent.TextDelta(0, more);
  }

  void cite(JsonNode citation) {
    if (urlOf(citation).isTextual() && pages.size() < PAGES_MAX) {
      pages.add(citation);
    } else {
      tell(citation, Optional.empty());
    }
  }

  private static JsonNode urlOf(JsonNode citation) {
    return citation.path("location").path("web").path("url");
  }

  /** The block has ended. */
  void end() {
    for (JsonNode page : pages) {
      String title = page.path("title").asText("");
      tell(page, Optional.of(new Citation(urlOf(page).textValue(), title, start, end)));
    }
    pages.clear();
    start = end;
  }

  private void tell(JsonNode citation, Optional<Citation> page) {
    sink.accept(
        new AnswerEvent.Foreign(
            0, DialectName.BEDROCK, BedrockAnswerReader.CITATION, citation, page));
  }
}
