package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.util.Locale;

/**
 * Gemini's own schema (a subset of OpenAPI 3.0: types in capitals, {@code nullable}) as JSON
 * Schema. The other way is not needed: {@code parametersJsonSchema} and {@code responseJsonSchema}
 * take JSON Schema as it is.
 */
final class GeminiSchema {

  private GeminiSchema() {}

  static JsonNode toJsonSchema(JsonNode schema) {
    if (schema.isArray()) {
      ArrayNode all = Json.newArray();
      schema.forEach(each -> all.add(toJsonSchema(each)));
      return all;
    }
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode written = Json.newObject();
    boolean nullable = schema.path("nullable").asBoolean(false);
    schema
        .properties()
        .forEach(member -> {
          String name = member.getKey();
          JsonNode value = member.getValue();
          switch (name) {
            case "nullable" -> {}
            case "type" -> type(value, nullable, written);
            case "enum", "default", "example", "const", "required" -> written.set(name, value);
            default -> written.set(name, toJsonSchema(value));
          }
        });
    return written;
  }

  private static void type(JsonNode value, boolean nullable, ObjectNode written) {
    if (!value.isTextual()) {
      // A property that is called "type".
      written.set("type", toJsonSchema(value));
      return;
    }
    String type = value.textValue().toLowerCase(Locale.ROOT);
    if (nullable) {
      written.putArray("type").add(type).add("null");
    } else {
      written.put("type", type);
    }
  }
}
