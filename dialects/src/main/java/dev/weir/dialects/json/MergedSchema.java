package dev.weir.dialects.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON Schema in which one schema says what {@code allOf}, or a {@code $ref} beside properties,
 * said together: such an object can be closed, its parts cannot. Anthropic refuses an {@code allOf}
 * with a {@code $ref} in it. What cannot be told as one schema (two parts that differ about one
 * property, a part that refers to itself, also from its properties, a part that is closed already)
 * stays as it is, and so does what is met after {@value #PARTS_MAX} parts or {@value
 * #PROPERTIES_MAX} properties in them. For one schema.
 */
final class MergedSchema {

  /** More than any schema that people write; parts that refer to parts could double forever. */
  private static final int PARTS_MAX = 1_000;

  /** Many parts may refer to one that is large. */
  private static final int PROPERTIES_MAX = 10_000;

  private static final int DEPTH_MAX = 32;

  /** What only tells people something: the outermost is right. */
  private static final Set<String> WORDS =
      Set.of("title", "description", "default", "examples", "$comment");

  /** What depends on what stands beside it. */
  private static final Set<String> DEPENDENT =
      Set.of(
          "$defs",
          "definitions",
          "$id",
          "$anchor",
          "if",
          "then",
          "else",
          "not",
          "contains",
          "prefixItems",
          "patternProperties",
          "unevaluatedProperties",
          "unevaluatedItems");

  private final JsonNode root;

  /** References that are told in full around here: within them they stay references. */
  private Set<String> enclosing = Set.of();

  /** Those of the object at hand. */
  private Set<String> told = new HashSet<>();

  private int parts;
  private int properties;

  private MergedSchema(JsonNode root) {
    this.root = root;
  }

  static JsonNode of(JsonNode schema) {
    return new MergedSchema(schema).within(schema);
  }

  /** The schema that a reference within this one names. */
  static Optional<ObjectNode> referred(JsonNode root, String reference) {
    return reference.startsWith("#/") && root.at(reference.substring(1)) instanceof ObjectNode found
        ? Optional.of(found)
        : Optional.empty();
  }

  private JsonNode within(JsonNode schema) {
    if (schema instanceof ArrayNode all) {
      ArrayNode merged = Json.newArray();
      all.forEach(each -> merged.add(within(each)));
      return merged;
    }
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    Set<String> outer = enclosing;
    ObjectNode whole = object;
    if (object.path("allOf").isArray() || (object.has("$ref") && object.has("properties"))) {
      ObjectNode together = Json.newObject();
      told = new HashSet<>();
      if (add(together, object, 0)) {
        whole = together;
        told.addAll(outer);
        enclosing = told;
      }
    }
    ObjectNode merged = Json.newObject();
    whole
        .properties()
        .forEach(each -> merged.set(each.getKey(), member(each.getKey(), each.getValue())));
    enclosing = outer;
    return merged;
  }

  private JsonNode member(String keyword, JsonNode value) {
    if (ClosedSchema.NESTED.contains(keyword)) {
      return within(value);
    }
    if (ClosedSchema.BY_NAME.contains(keyword) && value instanceof ObjectNode named) {
      ObjectNode merged = Json.newObject();
      named.properties().forEach(each -> merged.set(each.getKey(), within(each.getValue())));
      return merged;
    }
    return value;
  }

  /** Whether the part could be added whole. */
  private boolean add(ObjectNode together, ObjectNode part, int depth) {
    if (++parts > PARTS_MAX || depth > DEPTH_MAX || (depth > 0 && !isOpen(part))) {
      return false;
    }
    for (var each : part.properties()) {
      String keyword = each.getKey();
      JsonNode value = each.getValue();
      boolean added =
          switch (keyword) {
            case "allOf" -> addAll(together, value, depth);
            case "$ref" -> addReferred(together, value.asText(), depth);
            case "properties" -> addProperties(together.withObjectProperty(keyword), value);
            case "required" -> addNames(together.withArrayProperty(keyword), value);
            case "additionalProperties" -> depth > 0 || together.set(keyword, value) != null;
            default -> addKeyword(together, keyword, value, depth);
          };
      if (!added) {
        return false;
      }
    }
    return true;
  }

  private boolean addReferred(ObjectNode together, String reference, int depth) {
    if (enclosing.contains(reference)) {
      return false;
    }
    told.add(reference);
    return referred(root, reference).filter(it -> add(together, it, depth + 1)).isPresent();
  }

  /** Parts that forbid or describe what they do not name cannot be told together. */
  private static boolean isOpen(ObjectNode part) {
    return part.path("additionalProperties").asBoolean(!part.has("additionalProperties"));
  }

  private boolean addAll(ObjectNode together, JsonNode all, int depth) {
    for (JsonNode each : all) {
      if (!(each instanceof ObjectNode part) || !add(together, part, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private boolean addProperties(ObjectNode together, JsonNode added) {
    properties += added.size();
    if (properties > PROPERTIES_MAX) {
      return false;
    }
    for (var each : added.properties()) {
      JsonNode earlier = together.get(each.getKey());
      if (earlier != null && !earlier.equals(each.getValue())) {
        return false;
      }
      together.set(each.getKey(), each.getValue());
    }
    return added.isObject();
  }

  private static boolean addNames(ArrayNode together, JsonNode names) {
    Set<JsonNode> all = new LinkedHashSet<>();
    together.forEach(all::add);
    names.forEach(all::add);
    together.removeAll();
    together.addAll(all);
    return names.isArray();
  }

  private static boolean addKeyword(
      ObjectNode together, String keyword, JsonNode value, int depth) {
    if (depth > 0 && DEPENDENT.contains(keyword)) {
      return false;
    }
    JsonNode earlier = together.get(keyword);
    if (earlier == null || (WORDS.contains(keyword) && depth == 0)) {
      together.set(keyword, value);
      return true;
    }
    return WORDS.contains(keyword) || earlier.equals(value);
  }
}
