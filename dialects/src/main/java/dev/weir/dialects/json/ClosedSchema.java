package dev.weir.dialects.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * JSON Schema as Anthropic's structured outputs take it, also behind Bedrock
 * (platform.claude.com/docs/en/build-with-claude/structured-outputs): each object says {@code
 * additionalProperties: false}, and nothing bounds a number, a length or a count. A schema that
 * does is refused with 400, so such bounds become words of the description, which ask for them and
 * enforce nothing. What several schemas say of one object together becomes one schema where it can;
 * where it cannot, none of them is closed, nor a definition that they refer to: an answer would
 * have to be without the properties of the others. For one schema.
 */
public final class ClosedSchema {

  /** Keywords whose members are names, each with a schema. */
  static final Set<String> BY_NAME = Set.of("properties", "$defs", "definitions");

  /** Keywords whose value is a schema, or several. */
  static final Set<String> NESTED = Set.of("items", "anyOf", "allOf", "oneOf", "prefixItems");

  /** Whose schemas may tell properties of one object together. */
  private static final Set<String> MERGED = Set.of("anyOf", "allOf", "oneOf");

  /** Of which one is enough. */
  private static final Set<String> CHOICES = Set.of("anyOf", "oneOf");

  private static final Set<String> BOUNDS =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties");

  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");

  /** What follows a backslash where it refers back, is the edge of a word or a kind of letter. */
  private static final String TOO_MUCH = "123456789bBkpP";

  private final Set<String> loosened = new LinkedHashSet<>();
  private final Set<String> openDefinitions = new HashSet<>();

  /** A closed copy; {@code lost} hears of each keyword that only stands in words now, once. */
  public static JsonNode closed(JsonNode schema, Consumer<String> lost) {
    ClosedSchema closed = new ClosedSchema();
    JsonNode copy = closed.close(schema);
    closed.loosened.forEach(lost);
    return copy;
  }

  /** The keywords that only stand in words now, or no longer. */
  List<String> loosened() {
    return List.copyOf(loosened);
  }

  /** A closed copy of the whole schema. */
  JsonNode close(JsonNode schema) {
    JsonNode merged = MergedSchema.of(schema);
    findOpen(merged, merged);
    return within(merged);
  }

  /** Looks for what objects refer to that stay merged. */
  private void findOpen(JsonNode schema, JsonNode root) {
    if (schema instanceof ObjectNode object && isMerged(object)) {
      leaveOpen(object, root);
    }
    schema.forEach(each -> findOpen(each, root));
  }

  private void leaveOpen(JsonNode schema, JsonNode root) {
    String reference = schema.path("$ref").asText();
    if (!reference.isEmpty() && openDefinitions.add(reference)) {
      MergedSchema.referred(root, reference).ifPresent(it -> leaveOpen(it, root));
    }
    MERGED.forEach(it -> schema.path(it).forEach(part -> leaveOpen(part, root)));
  }

  private JsonNode within(JsonNode schema) {
    if (schema instanceof ArrayNode all) {
      ArrayNode closed = Json.newArray();
      all.forEach(each -> closed.add(within(each)));
      return closed;
    }
    return schema instanceof ObjectNode object ? object(object) : schema;
  }

  private ObjectNode object(ObjectNode object) {
    return isChoice(object) ? closed(withTypeInside(object), false) : closed(object, false);
  }

  /** {@code open}: what is beside it tells properties of the same object. */
  private ObjectNode closed(ObjectNode object, boolean open) {
    ObjectNode closed = Json.newObject();
    List<String> words = new ArrayList<>();
    object
        .properties()
        .forEach(each -> {
          String keyword = each.getKey();
          JsonNode value = each.getValue();
          if (isTaken(keyword, value)) {
            boolean isPart = MERGED.contains(keyword) && isMerged(object);
            closed.set(nameOf(keyword, object), isPart ? opened(value) : member(keyword, value));
          } else {
            loosened.add(keyword);
            words.add(keyword + ": " + (value.isTextual() ? value.textValue() : Json.text(value)));
          }
        });
    if (!words.isEmpty()) {
      String said = closed.path("description").asText("");
      String bounds = "(" + String.join(", ", words) + ")";
      closed.put("description", said.isEmpty() ? bounds : said + " " + bounds);
    }
    if (!open
        && isObject(object)
        && !isMerged(object)
        && !isElsewhere(object)
        && (!object.has("additionalProperties") || hasProperties(object))) {
      if (object.path("additionalProperties").asBoolean(true)
          && (object.has("additionalProperties") || !hasProperties(object))) {
        loosened.add("additionalProperties");
      }
      closed.put("additionalProperties", false);
    }
    return closed;
  }

  private JsonNode opened(JsonNode parts) {
    ArrayNode opened = Json.newArray();
    parts.forEach(each -> opened.add(each instanceof ObjectNode one ? closed(one, true) : each));
    return opened;
  }

  /** Whether only several schemas together tell its properties: closed alone, none would fit. */
  private static boolean isMerged(ObjectNode object) {
    int all = object.path("allOf").size();
    return all > 1
        || (all == 1 && isObject(object))
        || (hasProperties(object)
            && (object.has("$ref") || CHOICES.stream().anyMatch(it -> tells(object.path(it)))));
  }

  private static boolean tells(JsonNode choices) {
    for (JsonNode each : choices) {
      if (each.has("properties") || each.has("$ref")) {
        return true;
      }
    }
    return false;
  }

  /** Whether another schema tells all its properties: closed, it would be an empty object. */
  private static boolean isElsewhere(ObjectNode object) {
    return !hasProperties(object)
        && (object.has("$ref") || CHOICES.stream().anyMatch(it -> tells(object.path(it))));
  }

  /** An object of which only the choices have properties. */
  private static boolean isChoice(ObjectNode object) {
    return object.path("type").asText().equals("object")
        && isElsewhere(object)
        && !object.has("$ref")
        && !object.has("additionalProperties")
        && !isMerged(object);
  }

  /** The same, as the choices say it: each of them is closed, and the whole needs no closing. */
  private static ObjectNode withTypeInside(ObjectNode object) {
    ObjectNode moved = object.deepCopy();
    moved.remove("type");
    for (String choice : CHOICES) {
      for (JsonNode each : moved.path(choice)) {
        if (each instanceof ObjectNode one && !one.has("type") && !one.has("$ref")) {
          one.put("type", "object");
        }
      }
    }
    return moved;
  }

  private static boolean isTaken(String keyword, JsonNode value) {
    return switch (keyword) {
      case "minItems" -> value.asInt(-1) == 0 || value.asInt(-1) == 1;
      case "format" -> FORMATS.contains(value.asText());
      case "pattern" -> !isTooMuch(value.asText());
      default -> !BOUNDS.contains(keyword);
    };
  }

  /** Looking around, references back and the edges of words, beside what is escaped. */
  private static boolean isTooMuch(String pattern) {
    boolean inClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
        String refused = inClass ? "pP" : TOO_MUCH;
        if (i < pattern.length() && refused.indexOf(pattern.charAt(i)) >= 0) {
          return true;
        }
      } else if (inClass) {
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
      } else if (pattern.startsWith("(?", i) && !pattern.startsWith("(?:", i)) {
        return true;
      }
    }
    return false;
  }

  /** Of several that could fit, the answer follows one all the same. */
  private static String nameOf(String keyword, ObjectNode object) {
    return keyword.equals("oneOf") && !object.has("anyOf") ? "anyOf" : keyword;
  }

  private JsonNode member(String keyword, JsonNode value) {
    if (NESTED.contains(keyword)) {
      return within(value);
    }
    if (BY_NAME.contains(keyword) && value instanceof ObjectNode named) {
      String path = keyword.equals("properties") ? "" : "#/" + keyword + "/";
      ObjectNode closed = Json.newObject();
      named
          .properties()
          .forEach(each -> closed.set(each.getKey(), named(path + each.getKey(), each.getValue())));
      return closed;
    }
    return value;
  }

  private JsonNode named(String reference, JsonNode schema) {
    return schema instanceof ObjectNode object && openDefinitions.contains(reference)
        ? closed(object, true)
        : within(schema);
  }

  /** An answer without further properties follows a schema that allows them, too. */
  private static boolean hasProperties(ObjectNode object) {
    return !object.path("properties").isEmpty();
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
