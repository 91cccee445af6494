package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.util.Set;

/**
 * JSON Schema as Anthropic's structured outputs take it: each object says {@code
 * additionalProperties: false} (platform.claude.com/docs/en/build-with-claude/structured-outputs).
 * Where a schema of another dialect says nothing, an answer without further properties follows it
 * too.
 */
final class ClosedSchema {

  /** Keywords whose members are names, each with a schema. */
  private static final Set<String> BY_NAME = Set.of("properties", "$defs", "definitions");

  /** Keywords whose value is a schema, or several. */
  private static final Set<String> NESTED =
      Set.of("items", "anyOf", "allOf", "oneOf", "prefixItems");

  private ClosedSchema() {}

  /** A closed copy. */
  static JsonNode of(JsonNode schema) {
    if (schema instanceof ArrayNode all) {
      ArrayNode closed = Json.newArray();
      all.forEach(each -> closed.add(of(each)));
      return closed;
    }
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode closed = Json.newObject();
    object
        .properties()
        .forEach(each -> closed.set(each.getKey(), member(each.getKey(), each.getValue())));
    if (isObject(object) && !object.has("additionalProperties")) {
      closed.put("additionalProperties", false);
    }
    return closed;
  }

  private static JsonNode member(String keyword, JsonNode value) {
    if (NESTED.contains(keyword)) {
      return of(value);
    }
    if (BY_NAME.contains(keyword) && value instanceof ObjectNode named) {
      ObjectNode closed = Json.newObject();
      named.properties().forEach(each -> closed.set(each.getKey(), of(each.getValue())));
      return closed;
    }
    return value;
  }

  private static boolean isObject(ObjectNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      for (JsonNode each : type) {
        if (each.asText().equals("object")) {
          return true;
        }
      }
    }
    return type.asText().equals("object") || schema.has("properties");
  }
}
