package dev.weir.dialects.gemini;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * JSON Schema as Gemini takes it in {@code parametersJsonSchema} and {@code responseJsonSchema}
 * (ai.google.dev/api/generate-content#FIELDS.response_json_schema). Those take JSON Schema itself:
 * lists of types, {@code anyOf}, {@code additionalProperties} and what has no type pass as they
 * are, and Gemini leaves aside what it does not know. Only this is put otherwise, because it would
 * be left aside although it matters, or refused:
 *
 * <ul>
 *   <li>{@code $ref} becomes what it refers to, together with what stands beside it. One that
 *       contains itself stays, as {@code #/$defs/NAME} alone.
 *   <li>{@code const} becomes an {@code enum} of one.
 *   <li>{@code allOf} becomes one schema.
 * </ul>
 */
final class SchemaForGemini {

  private static final int CHARACTERS_MAX = 4 * 1024 * 1024;
  private static final int DEPTH_MAX = 200;

  private final JsonNode root;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Deque<String> pending = new ArrayDeque<>();
  private final Set<String> within = new HashSet<>();
  private int characters;
  private int depth;
  private boolean impossible;

  private SchemaForGemini(JsonNode root) {
    this.root = root;
  }

  /** Nothing where a reference leads nowhere, or where it grows beyond four million characters. */
  static Optional<JsonNode> of(JsonNode schema) {
    SchemaForGemini writing = new SchemaForGemini(schema);
    JsonNode written = writing.whole();
    return writing.impossible ? Optional.empty() : Optional.of(written);
  }

  private JsonNode whole() {
    JsonNode written = schema(root);
    ObjectNode definitions = Json.newObject();
    while (!pending.isEmpty() && !impossible) {
      String ref = pending.removeFirst();
      within.add(ref);
      definitions.set(names.getOrDefault(ref, ""), target(ref).map(this::schema).orElse(root));
      within.remove(ref);
    }
    if (!definitions.isEmpty() && written instanceof ObjectNode object) {
      object.set("$defs", definitions);
    }
    return written;
  }

  private JsonNode schema(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      // true and false are schemas too.
      return schema;
    }
    impossible |= depth >= DEPTH_MAX;
    if (impossible) {
      return schema;
    }
    depth++;
    JsonNode ref = object.path("$ref");
    JsonNode written = ref.isTextual() ? referred(ref.textValue(), object) : plain(object);
    depth--;
    return written;
  }

  private JsonNode referred(String ref, ObjectNode beside) {
    if (within.contains(ref)) {
      return Json.newObject().put("$ref", "#/$defs/" + nameOf(ref));
    }
    Optional<JsonNode> target = target(ref);
    if (target.isEmpty()) {
      impossible = true;
      return beside;
    }
    if (!(target.get() instanceof ObjectNode object)) {
      return target.get();
    }
    ObjectNode both = Json.newObject();
    // Where that is a reference too, what stands beside this one goes on with it.
    beside.properties().forEach(each -> both.set(each.getKey(), each.getValue()));
    both.remove("$ref");
    object.properties().forEach(each -> both.putIfAbsent(each.getKey(), each.getValue()));
    within.add(ref);
    JsonNode written = schema(both);
    within.remove(ref);
    return written;
  }

  private String nameOf(String ref) {
    String known = names.get(ref);
    if (known != null) {
      return known;
    }
    pending.addLast(ref);
    String last = ref.substring(ref.lastIndexOf('/') + 1).replaceAll("[^a-zA-Z0-9_]", "");
    String plain = last.isEmpty() ? "root" : last;
    // A point is in no name that is made of letters: it keeps two of one name apart.
    String name = taken.add(plain) ? plain : plain + "." + names.size();
    names.put(ref, name);
    return name;
  }

  /** What a reference within the document leads to. */
  private Optional<JsonNode> target(String ref) {
    if (!ref.startsWith("#")) {
      return Optional.empty();
    }
    try {
      String pointer =
          URLDecoder.decode(ref.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
      JsonNode found = root.at(JsonPointer.compile(pointer));
      return found.isMissingNode() ? Optional.empty() : Optional.of(found);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Counts what is copied: references may double a schema again and again. */
  private void count(int more) {
    characters += Math.min(more, CHARACTERS_MAX);
    impossible |= characters > CHARACTERS_MAX;
    characters = Math.min(characters, CHARACTERS_MAX + 1);
  }

  private JsonNode copied(JsonNode value) {
    count(value.isTextual() ? value.textValue().length() : 2);
    for (JsonNode each : value) {
      if (impossible) {
        break;
      }
      copied(each);
    }
    return value;
  }

  private ObjectNode plain(ObjectNode schema) {
    ObjectNode written = Json.newObject();
    schema
        .properties()
        .forEach(member -> {
          String name = member.getKey();
          JsonNode value = member.getValue();
          count(name.length() + 4);
          switch (name) {
            case "$schema", "$defs", "definitions", "allOf" -> {}
            case "const" -> {
              if (!schema.has("enum")) {
                written.putArray("enum").add(copied(value));
              }
            }
            case "properties", "patternProperties", "dependentSchemas" ->
                written.set(name, all(value));
            case "anyOf", "oneOf", "prefixItems" -> written.set(name, list(value));
            case "items" -> written.set(name, value.isArray() ? list(value) : schema(value));
            case "additionalProperties",
                "propertyNames",
                "contains",
                "not",
                "if",
                "then",
                "else",
                "unevaluatedItems",
                "unevaluatedProperties" ->
                written.set(name, schema(value));
            default -> written.set(name, copied(value));
          }
        });
    for (JsonNode each : schema.path("allOf")) {
      if (schema(each) instanceof ObjectNode more) {
        join(written, more);
      }
    }
    return written;
  }

  /** Both at once: what the first says of a keyword holds, properties and duties add up. */
  private static void join(ObjectNode written, ObjectNode more) {
    more.properties()
        .forEach(member -> {
          String name = member.getKey();
          JsonNode value = member.getValue();
          JsonNode had = written.path(name);
          if (name.equals("properties") && had instanceof ObjectNode properties) {
            value.properties().forEach(it -> properties.putIfAbsent(it.getKey(), it.getValue()));
          } else if (name.equals("required") && had instanceof ArrayNode required) {
            Set<JsonNode> union = new LinkedHashSet<>();
            required.forEach(union::add);
            value.forEach(union::add);
            written.set(name, Json.newArray().addAll(union));
          } else if (had.isMissingNode()) {
            written.set(name, value);
          }
        });
  }

  private JsonNode all(JsonNode map) {
    if (!map.isObject()) {
      return map;
    }
    ObjectNode written = Json.newObject();
    map.properties()
        .forEach(each -> {
          count(each.getKey().length() + 4);
          written.set(each.getKey(), schema(each.getValue()));
        });
    return written;
  }

  private JsonNode list(JsonNode list) {
    if (!list.isArray()) {
      return list;
    }
    ArrayNode written = Json.newArray();
    list.forEach(each -> written.add(schema(each)));
    return written;
  }

  /** Whether it allows no arguments at all, which Gemini wants said by no schema. */
  static boolean isEmpty(JsonNode schema) {
    return schema.path("properties").isEmpty()
        && schema
            .propertyStream()
            .allMatch(each ->
                switch (each.getKey()) {
                  case "type" -> each.getValue().asText("").equals("object");
                  case "properties", "required", "$schema", "title", "description" -> true;
                  case "additionalProperties" -> !each.getValue().isObject();
                  default -> false;
                });
  }
}
