package dev.weir.proxy.surface;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.dialects.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Exchanges the model's name in a body and leaves every other byte. */
final class ModelField {

  private ModelField() {}

  /**
   * The first {@code length} bytes are an object with members, which has {@code model} once, as a
   * string, or not at all: then it comes first.
   */
  static ByteBuffer exchanged(byte[] body, int length, String model) {
    try (JsonParser parser = Json.FACTORY.createParser(body, 0, length)) {
      parser.nextToken();
      int root = (int) parser.currentLocation().getByteOffset();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals("model");
        parser.nextToken();
        if (found) {
          int from = (int) parser.currentTokenLocation().getByteOffset();
          // The parser reads a string only when it is asked for.
          String _ = parser.getText();
          int to = (int) parser.currentLocation().getByteOffset();
          byte[] name = Json.quoted(model);
          return ByteBuffer.allocate(length - (to - from) + name.length)
              .put(body, 0, from)
              .put(name)
              .put(body, to, length - to)
              .flip();
        }
        parser.skipChildren();
      }
      byte[] member = ("\"model\":" + new String(Json.quoted(model), UTF_8) + ",").getBytes(UTF_8);
      return ByteBuffer.allocate(length + member.length)
          .put(body, 0, root)
          .put(member)
          .put(body, root, length - root)
          .flip();
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail to read", e);
    }
  }
}
