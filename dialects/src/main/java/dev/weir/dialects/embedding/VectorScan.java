package dev.weir.dialects.embedding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.dialects.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads an answer of vectors in one pass: each array of numbers in it is one, wherever it stands,
 * and a count of tokens is a number under a name. A tree would hold every number as an object.
 */
final class VectorScan {

  /** Longer than any model's vector. */
  private static final int DIMENSIONS_MAX = 64 * 1024;

  private static final int VECTORS_MAX = 4 * 1024;

  /** More than any request holds; a larger number is a provider's fault and no count. */
  private static final long COUNT_MAX = 1_000_000_000_000L;

  private final String count;
  private final String ignored;
  private final List<float[]> vectors = new ArrayList<>();
  private float[] vector = new float[256];
  private boolean counted;
  private long tokens;

  private VectorScan(String count, String ignored) {
    this.count = count;
    this.ignored = ignored;
  }

  /**
   * @param count the name of the numbers that are counts of tokens and add up; empty for none
   * @param ignored the name of a member that holds the vectors again; empty for none
   */
  static Optional<EmbeddingAnswer> read(byte[] body, String count, String ignored) {
    try (JsonParser parser = Json.FACTORY.createParser(body)) {
      VectorScan scan = new VectorScan(count, ignored);
      return scan.document(parser) && parser.nextToken() == null
          ? Optional.of(scan.answer())
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private boolean document(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      switch (token) {
        case null -> {
          return false;
        }
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        case FIELD_NAME -> field(parser);
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
          if (parser.getParsingContext().inArray()) {
            if (!vector(parser)) {
              return false;
            }
            depth--;
          } else {
            number(parser);
          }
        }
        default -> {}
      }
    }
    return true;
  }

  private void field(JsonParser parser) throws IOException {
    if (!ignored.isEmpty() && parser.currentName().equals(ignored)) {
      parser.nextToken();
      parser.skipChildren();
    }
  }

  /** From the first number of an array to its end; false where something else is in it. */
  private boolean vector(JsonParser parser) throws IOException {
    int length = 0;
    JsonToken token = parser.currentToken();
    while (token != null && token.isNumeric()) {
      if (length == DIMENSIONS_MAX) {
        return false;
      }
      if (length == vector.length) {
        vector = Arrays.copyOf(vector, 2 * length);
      }
      float value = parser.getFloatValue();
      if (!Float.isFinite(value)) {
        return false;
      }
      vector[length++] = value;
      token = parser.nextToken();
    }
    if (token != JsonToken.END_ARRAY || vectors.size() == VECTORS_MAX) {
      return false;
    }
    vectors.add(Arrays.copyOf(vector, length));
    return true;
  }

  private void number(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || !count.equals(parser.currentName())
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return;
    }
    long value = parser.getLongValue();
    if (value >= 0 && value <= COUNT_MAX) {
      counted = true;
      tokens += value;
    }
  }

  private EmbeddingAnswer answer() {
    return new EmbeddingAnswer(vectors, counted ? OptionalLong.of(tokens) : OptionalLong.empty());
  }
}
