package dev.weir.dialects.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code POST /v1/embeddings} as OpenAI defines it
 * (platform.openai.com/docs/api-reference/embeddings/create).
 */
public final class EmbeddingRequestParser {

  private static final Set<String> KNOWN =
      Set.of("model", "input", "encoding_format", "dimensions", "input_type");

  private EmbeddingRequestParser() {}

  public static EmbeddingReading read(byte[] body) {
    return read(body, Optional.empty());
  }

  /** {@code model}: where the path says it, whatever the body says. */
  public static EmbeddingReading read(byte[] body, Optional<String> model) {
    try {
      return new EmbeddingReading.Read(read(Json.object(body), model));
    } catch (WrongJsonException e) {
      return new EmbeddingReading.Wrong(e.text());
    }
  }

  private static EmbeddingRequest read(At root, Optional<String> model) throws WrongJsonException {
    return new EmbeddingRequest(
        model.isPresent() ? model.get() : root.need("model").asText(),
        inputs(root.need("input")),
        isBase64(root),
        root.count("dimensions"),
        root.text("input_type"),
        List.copyOf(root.membersBeside(KNOWN).keySet()));
  }

  private static boolean isBase64(At root) throws WrongJsonException {
    return switch (root.text("encoding_format").orElse("float")) {
      case "float" -> false;
      case "base64" -> true;
      default ->
          throw new WrongJsonException(
              "encoding_format", "The field 'encoding_format' must be 'float' or 'base64'.");
    };
  }

  private static EmbeddingInputs inputs(At input) throws WrongJsonException {
    if (input.node().isTextual()) {
      return new EmbeddingInputs.Texts(List.of(input.asText()));
    }
    JsonNode first = input.node().path(0);
    if (!input.node().isArray() || first.isMissingNode()) {
      throw input.wrong("a string, or an array with strings or tokens in it");
    }
    if (first.isTextual()) {
      return texts(input);
    }
    return first.isArray() ? tokenArrays(input) : new EmbeddingInputs.Tokens(1, tokens(input));
  }

  private static EmbeddingInputs texts(At input) throws WrongJsonException {
    List<String> texts = new ArrayList<>(input.node().size());
    for (At each : input.elements()) {
      texts.add(each.asText());
    }
    return new EmbeddingInputs.Texts(texts);
  }

  private static EmbeddingInputs tokenArrays(At input) throws WrongJsonException {
    long tokens = 0;
    for (At each : input.elements()) {
      tokens += tokens(each);
    }
    return new EmbeddingInputs.Tokens(input.node().size(), tokens);
  }

  private static long tokens(At array) throws WrongJsonException {
    if (!array.node().isArray()) {
      throw array.wrong("an array of tokens");
    }
    for (JsonNode each : array.node()) {
      if (!each.isIntegralNumber()) {
        throw array.wrong("an array of tokens, which are whole numbers");
      }
    }
    return array.node().size();
  }
}
