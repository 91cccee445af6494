package dev.weir.processors.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.weir.dialects.text.MemberNames;
import dev.weir.governance.detection.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The texts in a request body that a detector should read, each with the place it stands at. */
final class PromptText {

  private static final int DEPTH_MAX = 256;
  private static final int TEXT_MAX = 32 * 1024 * 1024;

  /** A longer value is a text, and says itself what stands in it. */
  private static final int NAMED_CHARACTERS_MAX = 1024;

  /** As in Relative JSON Pointers: the name, and not the value. */
  private static final String NAME = "#";

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
   * All strings, numbers and names of members of a JSON body, one by one, but for names that the
   * protocols use; each name once, since the rows of a table have the same. The whole body as one
   * text where it is no JSON.
   */
  static List<Surface> of(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      List<Surface> surfaces = new ArrayList<>();
      Set<String> names = new HashSet<>();
      while (parser.nextToken() != null) {
        if (isText(parser.currentToken())) {
          surfaces.add(value(parser));
        } else if (parser.currentToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          if (!name.isEmpty() && !MemberNames.isProtocols(name) && names.add(name)) {
            surfaces.add(Surface.ofName(place(parser.getParsingContext()) + NAME, name));
          }
        }
      }
      return surfaces;
    } catch (IOException e) {
      // Its text may quote the body, so it goes no further.
      return List.of(new Surface("body", new String(body, StandardCharsets.UTF_8)));
    }
  }

  /** With the name that says what it is, where that is none of the protocols'. */
  private static Surface value(JsonParser parser) throws IOException {
    JsonStreamContext named = parser.getParsingContext();
    while (named.inArray() && named.getParent() != null) {
      named = named.getParent();
    }
    String place = place(parser.getParsingContext());
    String name = named.getCurrentName();
    String text = parser.getText();
    if (name == null
        || text.length() > NAMED_CHARACTERS_MAX
        || MemberNames.isProtocols(name)
        || !MemberNames.mayTell(name)) {
      return new Surface(place, text);
    }
    String quote = parser.currentToken() == JsonToken.VALUE_STRING ? "\"" : "";
    return new Surface(place, text, '"' + name + "\": " + quote, quote, false);
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

  /**
   * One text and where it stands.
   *
   * @param before what is read with it: the name of the member that it is, which may say what it is
   * @param after the same behind it
   * @param ofName whether it is itself a name
   */
  record Surface(String place, String text, String before, String after, boolean ofName) {

    Surface(String place, String text) {
      this(place, text, "", "", false);
    }

    static Surface ofName(String place, String name) {
      return new Surface(place, name, "", "", true);
    }

    /**
     * Names of persons and places are words; a member's is one word as a rule, and none of them.
     */
    boolean mayHoldNames() {
      return !ofName || text.indexOf(' ') >= 0;
    }

    /** What a scan finds in the text, which it reads with what stands around it. */
    List<Finding> read(Function<String, List<Finding>> scan) {
      if (before.isEmpty()) {
        return scan.apply(text);
      }
      int from = before.codePointCount(0, before.length());
      int length = text.codePointCount(0, text.length());
      return scan.apply(before + text + after).stream()
          .filter(it -> it.end() > from && it.start() < from + length)
          .map(it ->
              new Finding(
                  it.type(),
                  Math.max(0, it.start() - from),
                  Math.min(length, it.end() - from),
                  it.score(),
                  it.rule()))
          .toList();
    }

    /** The text is content; its place says enough. */
    @Override
    public String toString() {
      return "Surface[" + place + "]";
    }
  }
}
