package dev.weir.processors.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Every schema that records of the state stores were ever written with, one a line, the oldest of a
 * record first. A line is never changed or taken out: a store may hold what it describes.
 */
final class StoreHistory {

  private static final String FILE = "schemas.jsonl";

  private StoreHistory() {}

  /** All of them; the last one of a name is the one in force. */
  static List<Schema> all() {
    try (InputStream in = StoreHistory.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not where the classes are");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> new Schema.Parser().parse(line))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of one record. */
  static List<Schema> of(String fullName) {
    return all().stream().filter(schema -> schema.getFullName().equals(fullName)).toList();
  }
}
