package dev.weir.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.RootObject;
import java.util.List;
import java.util.Optional;

/**
 * Schemas of other providers' callers as OpenAI takes them; what OpenAI's own say, it may judge.
 */
public final class FunctionSchemas {

  /** What may tell the type in another place. */
  private static final List<String> COMBINED = List.of("$ref", "anyOf", "oneOf", "allOf");

  private FunctionSchemas() {}

  /**
   * OpenAI refuses what is not said to be an object, and an object of which no properties are told,
   * as those of tools without arguments are.
   */
  public static Optional<JsonNode> parameters(CanonicalRequest request, Tool.Function tool) {
    return request.from().isOpenAi() ? tool.schema() : tool.schema().map(FunctionSchemas::object);
  }

  /** The same as OpenAI itself takes them, which other servers of its dialect outdo. */
  public static Optional<JsonNode> ofOneObject(
      CanonicalRequest request, Tool.Function tool, Losses losses) {
    Optional<JsonNode> parameters = parameters(request, tool);
    return request.from().isOpenAi()
        ? parameters
        : parameters.map(it -> RootObject.of(it, lost -> losses.drop("tools: " + lost)));
  }

  private static JsonNode object(JsonNode schema) {
    boolean untyped = !schema.has("type") && COMBINED.stream().noneMatch(schema::has);
    boolean isObject = untyped || schema.path("type").asText().equals("object");
    if (!(schema instanceof ObjectNode given)
        || !isObject
        || (!untyped && given.has("properties"))) {
      return schema;
    }
    ObjectNode whole = Json.newObject().put("type", "object");
    whole.setAll(given);
    if (!whole.has("properties")) {
      whole.putObject("properties");
    }
    return whole;
  }

  /** Strict mode takes fewer schemas than other providers' do: not strict then, and named. */
  public static Optional<Boolean> strict(
      CanonicalRequest request, Tool.Function tool, Losses losses) {
    boolean fits =
        request.from().isOpenAi()
            || !tool.strict().orElse(false)
            || tool.schema().filter(StrictSchema::takes).isPresent();
    if (!fits) {
      losses.drop("strict");
    }
    return fits ? tool.strict() : Optional.of(false);
  }

  /**
   * Writes the schema of an answer. Other providers follow every one; OpenAI follows it where it is
   * told to be strict, and strict mode takes fewer: what it then only asks for is named.
   */
  public static void format(
      CanonicalRequest request, OutputFormat.Schema format, ObjectNode written, Losses losses) {
    if (request.from().isOpenAi()) {
      written.set("schema", format.schema());
      format.strict().ifPresent(it -> written.put("strict", it));
      return;
    }
    Optional<JsonNode> strict = StrictSchema.of(format.schema());
    written.set("schema", strict.orElse(format.schema()));
    if (strict.isPresent()) {
      written.put("strict", true);
    } else {
      losses.drop(CallerNames.of(request.from(), "response_format") + ".strict");
    }
  }
}
