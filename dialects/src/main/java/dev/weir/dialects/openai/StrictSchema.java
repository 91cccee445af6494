package dev.weir.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a schema is one that OpenAI's strict mode takes as it is (guide Structured Outputs,
 * section Supported schemas): each object closed, all its properties required, no composition but
 * {@code anyOf}.
 */
public final class StrictSchema {

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

  /** All that strict mode knows beside what other schemas are in. */
  private static final Set<String> KNOWN =
      Set.of(
          "$schema",
          "type",
          "title",
          "description",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "const",
          "anyOf",
          "$ref",
          "$defs",
          "definitions",
          "pattern",
          "format",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minItems",
          "maxItems");

  private static final Set<String> FORMATS =
      Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

  private StrictSchema() {}

  /**
   * Whether strict mode takes a schema that was written for another provider, which may say what
   * OpenAI refuses to enforce.
   */
  public static boolean takes(JsonNode schema) {
    return is(schema) && isKnown(schema);
  }

  /**
   * A schema of an answer as strict mode takes it, where it does: objects that say nothing of
   * further properties are closed, since an answer without such follows the schema, too.
   */
  public static Optional<JsonNode> of(JsonNode schema) {
    return Optional.of(closed(schema)).filter(StrictSchema::takes);
  }

  private static JsonNode closed(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode closed = Json.newObject();
    object
        .properties()
        .forEach(each -> closed.set(each.getKey(), closedMember(each.getKey(), each.getValue())));
    if (!object.path("properties").isEmpty() && !object.has("additionalProperties")) {
      closed.put("additionalProperties", false);
    }
    return closed;
  }

  private static JsonNode closedMember(String keyword, JsonNode value) {
    return switch (keyword) {
      case "properties", "$defs", "definitions", "anyOf" -> allClosed(value);
      case "items" -> closed(value);
      default -> value;
    };
  }

  /** Those of a list, or by their names. */
  private static JsonNode allClosed(JsonNode schemas) {
    if (schemas.isArray()) {
      ArrayNode closed = Json.newArray();
      schemas.forEach(each -> closed.add(closed(each)));
      return closed;
    }
    if (schemas.isObject()) {
      ObjectNode closed = Json.newObject();
      schemas.properties().forEach(each -> closed.set(each.getKey(), closed(each.getValue())));
      return closed;
    }
    return schemas;
  }

  private static boolean isKnown(JsonNode schema) {
    if (!schema.isObject()) {
      return true;
    }
    for (var each : schema.properties()) {
      if (!KNOWN.contains(each.getKey())
          || (each.getKey().equals("format") && !FORMATS.contains(each.getValue().asText()))) {
        return false;
      }
    }
    return allKnown(schema.path("properties"))
        && allKnown(schema.path("$defs"))
        && allKnown(schema.path("definitions"))
        && allKnown(schema.path("anyOf"))
        && isKnown(schema.path("items"));
  }

  private static boolean allKnown(JsonNode schemas) {
    for (JsonNode each : schemas) {
      if (!isKnown(each)) {
        return false;
      }
    }
    return true;
  }

  public static boolean is(JsonNode schema) {
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
