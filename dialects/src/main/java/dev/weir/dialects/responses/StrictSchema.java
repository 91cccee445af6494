package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Whether a schema is one that OpenAI's strict mode takes as it is (guide Structured Outputs,
 * section Supported schemas): each object closed, all its properties required, no composition but
 * {@code anyOf}.
 */
final class StrictSchema {

  private static final Set<String> UNSUPPORTED =
      Set.of(
          "allOf",
          "oneOf",
          "not",
          "if",
          "then",
          "else",
          "dependentRequired",
          "dependentSchemas",
          "patternProperties");

  private StrictSchema() {}

  static boolean is(JsonNode schema) {
    return schema.path("type").asText("").equals("object")
        && !schema.has("anyOf")
        && isStrict(schema);
  }

  private static boolean isStrict(JsonNode schema) {
    for (String name : UNSUPPORTED) {
      if (schema.has(name)) {
        return false;
      }
    }
    if (!schema.isObject()) {
      return true;
    }
    JsonNode properties = schema.path("properties");
    if (isObject(schema) && !isClosed(schema, properties)) {
      return false;
    }
    return all(properties)
        && all(schema.path("$defs"))
        && all(schema.path("definitions"))
        && all(schema.path("anyOf"))
        && isStrict(schema.path("items"));
  }

  private static boolean all(JsonNode schemas) {
    for (JsonNode each : schemas) {
      if (!isStrict(each)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isObject(JsonNode schema) {
    if (schema.has("properties")) {
      return true;
    }
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return type.textValue().equals("object");
    }
    for (JsonNode each : type) {
      if (each.asText("").equals("object")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isClosed(JsonNode schema, JsonNode properties) {
    JsonNode additional = schema.path("additionalProperties");
    if (!additional.isBoolean() || additional.booleanValue()) {
      return false;
    }
    int required = 0;
    for (JsonNode each : schema.path("required")) {
      if (properties.has(each.asText(""))) {
        required++;
      }
    }
    return required >= properties.size();
  }
}
