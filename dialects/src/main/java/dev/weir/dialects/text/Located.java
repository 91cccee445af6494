package dev.weir.dialects.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.weir.dialects.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JSON value and the bytes of its document that it lies in. */
sealed interface Located {

  /** Numbers, booleans and null; {@code number} is empty but for a number. */
  record Scalar(int from, int to, String number) implements Located {}

  /** A string; {@code from} is its first quote, {@code to} past its last. */
  record Text(int from, int to, String text) implements Located {}

  record Items(List<Located> items) implements Located {}

  record Members(List<Member> members) implements Located {

    /** The last member of that name; nothing where there is none. */
    Optional<Located> member(String name) {
      for (int i = members.size() - 1; i >= 0; i--) {
        if (members.get(i).name().text().equals(name)) {
          return Optional.of(members.get(i).value());
        }
      }
      return Optional.empty();
    }

    /** The string of that name; empty where there is none. */
    String text(String name) {
      return member(name).orElse(NONE) instanceof Text it ? it.text() : "";
    }

    boolean has(String name) {
      return member(name).isPresent();
    }
  }

  record Member(Text name, Located value) {}

  Located NONE = new Scalar(0, 0, "");

  /**
   * Reads one document; nothing where the bytes are none, or are deeper than {@link Json} allows.
   *
   * @param strict whether a member that occurs twice makes it none: which of the two counts would
   *     be the choice of who reads it next
   */
  static Optional<Located> read(byte[] bytes, int from, int to, boolean strict) {
    try (JsonParser parser = Json.FACTORY.createParser(bytes, from, to - from)) {
      if (strict) {
        parser.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
      }
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      Located value = value(parser, bytes, from);
      return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail to read", e);
    }
  }

  private static Located value(JsonParser parser, byte[] bytes, int base) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        List<Member> members = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          Text name = name(parser, bytes, base);
          parser.nextToken();
          members.add(new Member(name, value(parser, bytes, base)));
        }
        yield new Members(members);
      }
      case START_ARRAY -> {
        List<Located> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser, bytes, base));
        }
        yield new Items(items);
      }
      case VALUE_STRING -> text(parser, base);
      default -> {
        int from = base + (int) parser.currentTokenLocation().getByteOffset();
        // The parser looks one byte past a number; its length is that of its text.
        String text = parser.getText();
        String number = parser.currentToken().isNumeric() ? text : "";
        yield new Scalar(from, from + text.length(), number);
      }
    };
  }

  private static Text text(JsonParser parser, int base) throws IOException {
    int from = base + (int) parser.currentTokenLocation().getByteOffset();
    // The parser reads a string only when it is asked for; its end is known afterwards.
    String text = parser.getText();
    return new Text(from, base + (int) parser.currentLocation().getByteOffset(), text);
  }

  /** The parser is already past the colon: the name's end is looked for. */
  private static Text name(JsonParser parser, byte[] bytes, int base) throws IOException {
    int from = base + (int) parser.currentTokenLocation().getByteOffset();
    int to = from + 1;
    while (bytes[to] != '"') {
      to += bytes[to] == '\\' ? 2 : 1;
    }
    return new Text(from, to + 1, parser.currentName());
  }
}
