package dev.weir.dialects.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.governance.masking.JsonEscapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The one parser factory, with its limits, and documents as trees. */
public final class Json {

  private static final int DEPTH_MAX = 256;
  private static final int NAME_BYTES_MAX = 8 * 1024;
  private static final int NUMBER_CHARACTERS_MAX = 100;

  /** What a caller is told whose body is beyond them. */
  public static final String EXCEEDS_LIMITS =
      "The request body exceeds what its JSON may have: "
          + DEPTH_MAX
          + " levels, names of "
          + NAME_BYTES_MAX
          + " bytes and numbers of "
          + NUMBER_CHARACTERS_MAX
          + " characters.";

  /** Without charset detection: JSON on the wire is UTF-8 (RFC 8259, section 8.1). */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .configure(JsonFactory.Feature.CHARSET_DETECTION, false)
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNameLength(NAME_BYTES_MAX)
                  .maxNumberLength(NUMBER_CHARACTERS_MAX)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * Numbers keep their digits, members their order; a member that occurs twice is an error. A
   * number is not written without its exponent: {@code 1e99999} would be as long as it says.
   */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              FACTORY
                  .rebuild()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** The text as a JSON string, with its quotes, in UTF-8; halves of surrogates are escaped. */
  public static byte[] quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16).append('"');
    JsonEscapes.append(text, out);
    return out.append('"').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads one document; nothing where the bytes are no JSON. */
  public static Optional<JsonNode> tree(byte[] bytes, int from, int to) {
    if (isBeyondUnicode(bytes, from, to)) {
      return Optional.empty();
    }
    try {
      JsonNode node = MAPPER.readTree(bytes, from, to - from);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException | NumberFormatException _) {
      // A number whose exponent is none: the parser lets it pass and the tree does not.
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail to read", e);
    }
  }

  /**
   * Whether there is what would encode more than U+10FFFF, which is no UTF-8 (RFC 3629, section 3).
   * The parser takes it for halves of characters, which it does not read again in names.
   */
  private static boolean isBeyondUnicode(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte each = bytes[i];
      if (each >= (byte) 0xF4
          && each < 0
          && (each > (byte) 0xF4 || i + 1 == to || bytes[i + 1] >= (byte) 0x90)) {
        return true;
      }
    }
    return false;
  }

  public static Optional<JsonNode> tree(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return tree(bytes, 0, bytes.length);
  }

  /**
   * Reads a request's root object.
   *
   * @throws WrongJsonException where the bytes are no JSON object; its text never quotes the body
   */
  public static At object(byte[] bytes) throws WrongJsonException {
    if (isBeyondUnicode(bytes, 0, bytes.length)) {
      throw new WrongJsonException("", "The request body is not valid UTF-8.");
    }
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node == null || !node.isObject()) {
        throw new WrongJsonException("", "The request body is not a JSON object.");
      }
      return new At(node, "");
    } catch (StreamConstraintsException _) {
      throw new WrongJsonException("", EXCEEDS_LIMITS);
    } catch (JsonProcessingException e) {
      // The parser's own text may quote the body; the place is enough to find the fault.
      long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
      throw new WrongJsonException(
          "",
          at < 0
              ? "The request body is not valid JSON."
              : "The request body is not valid JSON (at byte " + at + ").");
    } catch (NumberFormatException _) {
      throw new WrongJsonException("", EXCEEDS_LIMITS);
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail to read", e);
    }
  }

  /** The document in UTF-8, without white space. */
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree does not fail to write", e);
    }
  }

  /** The document as text, without white space. */
  public static String text(JsonNode node) {
    return new String(bytes(node), StandardCharsets.UTF_8);
  }

  public static ObjectNode newObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode newArray() {
    return JsonNodeFactory.instance.arrayNode();
  }
}
