package dev.weir.processors.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The texts in a request body that a detector should read, each with the place it stands at. */
final class PromptText {

  private static final int DEPTH_MAX = 256;
  private static final int TEXT_MAX = 32 * 1024 * 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxStringLength(TEXT_MAX)
                  .build())
          .build();

  /** Field names that may be shown: any other may itself be content. */
  private static final Set<String> KNOWN =
      Set.of(
          "messages",
          "content",
          "text",
          "input",
          "prompt",
          "system",
          "instructions",
          "name",
          "role",
          "tools",
          "tool_calls",
          "function",
          "arguments",
          "description",
          "parameters",
          "user",
          "metadata",
          "contents",
          "parts");

  private PromptText() {}

  /**
   * All strings and numbers of a JSON body, one by one; the whole body as one text where it is no
   * JSON.
   */
  static List<Surface> of(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      List<Surface> surfaces = new ArrayList<>();
      while (parser.nextToken() != null) {
        if (isText(parser.currentToken())) {
          surfaces.add(new Surface(place(parser.getParsingContext()), parser.getText()));
        }
      }
      return surfaces;
    } catch (IOException e) {
      // Its text may quote the body, so it goes no further.
      return List.of(new Surface("body", new String(body, StandardCharsets.UTF_8)));
    }
  }

  private static boolean isText(JsonToken token) {
    return token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
  }

  /** Like a JSON pointer (RFC 6901), with {@code *} for a field name that is not known. */
  private static String place(JsonStreamContext context) {
    StringBuilder place = new StringBuilder();
    for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
      String step =
          at.inArray()
              ? Integer.toString(at.getCurrentIndex())
              : KNOWN.contains(at.getCurrentName()) ? at.getCurrentName() : "*";
      place.insert(0, "/" + step);
    }
    return place.isEmpty() ? "body" : place.toString();
  }

  /** One text and where it stands. */
  record Surface(String place, String text) {

    /** The text is content; its place says enough. */
    @Override
    public String toString() {
      return "Surface[" + place + "]";
    }
  }
}
