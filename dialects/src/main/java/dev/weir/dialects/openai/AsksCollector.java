package dev.weir.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.openai.ChatRequest.Asks;
import dev.weir.governance.routing.Capability;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a chat completion request asks of a model besides text, while its reader passes by:
 * nothing is read twice, and what is no chat request is no problem here.
 */
final class AsksCollector {

  /** Where a part of a message's content has its fields, counted from inside {@code messages}. */
  private static final int PART_DEPTH = 4;

  private @Nullable Set<Capability> capabilities;
  private int media;
  private long mediaBytes;
  private boolean functions;
  private Optional<Effort> effort = Optional.empty();

  /** Reads from the start of the array to its end. */
  void readMessages(JsonParser parser) throws IOException {
    int depth = 1;
    long mediaFrom = -1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (mediaFrom >= 0) {
        mediaBytes += parser.currentTokenLocation().getByteOffset() - mediaFrom;
        mediaFrom = -1;
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING && depth >= PART_DEPTH) {
        String field = parser.currentName();
        if (depth == PART_DEPTH && "type".equals(field)) {
          notePart(parser.getText());
        } else if (depth == PART_DEPTH + 1 && isContent(field)) {
          mediaFrom = parser.currentTokenLocation().getByteOffset();
        }
      }
    }
  }

  /** Within a part's {@code image_url}, {@code input_audio} or {@code file}. */
  private static boolean isContent(@Nullable String field) {
    return "url".equals(field) || "data".equals(field) || "file_data".equals(field);
  }

  private void notePart(String type) {
    switch (type) {
      case "image_url" -> noteMedia(Capability.IMAGES);
      case "input_audio" -> noteMedia(Capability.AUDIO);
      case "file" -> noteMedia(Capability.DOCUMENTS);
      default -> {}
    }
  }

  private void noteMedia(Capability capability) {
    note(capability);
    media++;
  }

  /** {@code tools}; none where the list is empty. */
  void readTools(JsonParser parser) throws IOException {
    if (isFilled(parser)) {
      do {
        readTool(parser);
      } while (parser.nextToken() != JsonToken.END_ARRAY);
    }
  }

  /** {@code functions}, as tools were once called. */
  void readFunctions(JsonParser parser) throws IOException {
    if (isFilled(parser)) {
      functions = true;
      do {
        parser.skipChildren();
      } while (parser.nextToken() != JsonToken.END_ARRAY);
    }
  }

  /** Moves to the first of them, or beyond what is no list of any. */
  private boolean isFilled(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return false;
    }
    boolean filled = parser.nextToken() != JsonToken.END_ARRAY;
    if (filled) {
      note(Capability.TOOLS);
    }
    return filled;
  }

  private void readTool(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isType = parser.currentName().equals("type");
      if (parser.nextToken() == JsonToken.VALUE_STRING && isType) {
        functions |= parser.getText().equals("function");
      }
      parser.skipChildren();
    }
  }

  /** {@code response_format}. */
  void readFormat(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isType = parser.currentName().equals("type");
      if (parser.nextToken() == JsonToken.VALUE_STRING
          && isType
          && parser.getText().equals("json_schema")) {
        note(Capability.STRUCTURED_OUTPUT);
      }
      parser.skipChildren();
    }
  }

  /** {@code reasoning_effort}. */
  void readEffort(JsonParser parser) throws IOException {
    effort = Optional.empty();
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      effort = Effort.named(parser.getText());
      if (!parser.getText().equals("none")) {
        note(Capability.REASONING);
      }
    }
    parser.skipChildren();
  }

  private void note(Capability capability) {
    Set<Capability> all = capabilities;
    if (all == null) {
      all = EnumSet.noneOf(Capability.class);
      capabilities = all;
    }
    all.add(capability);
  }

  Asks asks() {
    Set<Capability> all = capabilities;
    return all == null && effort.isEmpty()
        ? Asks.NOTHING
        : new Asks(all == null ? Set.of() : all, media, mediaBytes, functions, effort);
  }
}
