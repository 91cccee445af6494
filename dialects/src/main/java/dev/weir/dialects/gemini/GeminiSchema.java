package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.util.Locale;

/**
 * Reads Google's {@code Schema} (of OpenAPI 3.0) as JSON Schema: types in small letters, {@code
 * nullable} as the type null, counts as numbers; the order of the properties is that of {@code
 * propertyOrdering}, since a model writes them as they stand.
 */
final class GeminiSchema {

  private GeminiSchema() {}

  static JsonNode jsonSchema(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode read = Json.newObject();
    schema.properties().forEach(each -> member(each.getKey(), each.getValue(), read));
    if (read.path("properties") instanceof ObjectNode properties) {
      read.set("properties", ordered(properties, schema));
    }
    if (schema.path("nullable").asBoolean(false)) {
      nullable(read);
    }
    return read;
  }

  private static void member(String name, JsonNode value, ObjectNode read) {
    switch (name) {
      case "type" -> {
        // Google's name of no type.
        if (!value.asText("").equals("TYPE_UNSPECIFIED")) {
          read.set("type", type(value));
        }
      }
      case "ref" -> read.set("$ref", value);
      case "nullable", "propertyOrdering", "property_ordering" -> {}
      case "format" -> {
        // Gemini's mark of a string that is one of an enum.
        if (!value.asText("").equals("enum")) {
          read.set(name, value);
        }
      }
      case "items", "additionalProperties", "not" -> read.set(name, jsonSchema(value));
      case "anyOf", "any_of" -> read.set("anyOf", all(value));
      case "oneOf", "allOf", "prefixItems" -> read.set(name, all(value));
      case "properties", "$defs", "defs" -> {
        ObjectNode properties = read.putObject(name.equals("defs") ? "$defs" : name);
        value.properties().forEach(it -> properties.set(it.getKey(), jsonSchema(it.getValue())));
      }
      case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties" ->
          read.set(name, count(value));
      default -> read.set(name, value);
    }
  }

  private static ObjectNode ordered(ObjectNode properties, JsonNode schema) {
    JsonNode order =
        schema.path(schema.has("propertyOrdering") ? "propertyOrdering" : "property_ordering");
    ObjectNode ordered = Json.newObject();
    for (JsonNode name : order) {
      JsonNode property = properties.path(name.asText(""));
      if (!property.isMissingNode()) {
        ordered.set(name.asText(""), property);
      }
    }
    properties.properties().forEach(each -> ordered.putIfAbsent(each.getKey(), each.getValue()));
    return ordered;
  }

  private static JsonNode type(JsonNode type) {
    return type.isTextual()
        ? Json.newArray().textNode(type.textValue().toLowerCase(Locale.ROOT))
        : type;
  }

  private static JsonNode all(JsonNode schemas) {
    ArrayNode read = Json.newArray();
    schemas.forEach(each -> read.add(jsonSchema(each)));
    return read;
  }

  /** Google writes whole numbers of 64 bits as strings. */
  private static JsonNode count(JsonNode value) {
    return value.isTextual() && value.textValue().matches("[0-9]{1,18}")
        ? Json.newArray().numberNode(Long.parseLong(value.textValue()))
        : value;
  }

  private static void nullable(ObjectNode schema) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      schema.putArray("type").add(type.textValue()).add("null");
      if (schema.path("enum") instanceof ArrayNode values) {
        schema.set("enum", values.deepCopy().addNull());
      }
    } else if (schema.path("anyOf") instanceof ArrayNode choices) {
      choices.addObject().put("type", "null");
    }
  }
}
