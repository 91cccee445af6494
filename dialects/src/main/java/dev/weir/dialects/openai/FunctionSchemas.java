package dev.weir.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Tool;
import java.util.Optional;

/**
 * Schemas of other providers' callers as OpenAI takes them; what OpenAI's own say, it may judge.
 */
public final class FunctionSchemas {

  private FunctionSchemas() {}

  /** OpenAI refuses an object of which no properties are told, as tools without arguments are. */
  public static Optional<JsonNode> parameters(CanonicalRequest request, Tool.Function tool) {
    return tool.schema()
        .map(it ->
            !request.from().isOpenAi()
                    && it instanceof ObjectNode object
                    && object.path("type").asText().equals("object")
                    && !object.has("properties")
                ? withProperties(object)
                : it);
  }

  private static JsonNode withProperties(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    copy.putObject("properties");
    return copy;
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
