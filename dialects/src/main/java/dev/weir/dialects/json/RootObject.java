package dev.weir.dialects.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A schema of a function's arguments that is one object at its root: Anthropic, OpenAI and Bedrock
 * answer 400 to {@code anyOf}, {@code oneOf}, {@code allOf}, {@code enum} and {@code not} there,
 * which schemas of MCP servers have. The object has the properties of all parts, one that they tell
 * in several ways as any of these; required is what all of them together require, of choices what
 * each requires. That it is one choice or another is lost, and so is what a part says beyond its
 * properties.
 */
public final class RootObject {

  private static final List<String> CHOICES = List.of("anyOf", "oneOf");
  private static final String ALL = "allOf";
  private static final String REF = "$ref";
  private static final List<String> LOST = List.of("anyOf", "oneOf", "enum", "not");
  private static final List<String> REFUSED = List.of("anyOf", "oneOf", ALL, "enum", "not");

  /** What is kept of a part. */
  private static final Set<String> KEPT =
      Set.of("properties", "required", REF, "anyOf", "oneOf", ALL);

  /** What only tells people something, and definitions, which are referred to from the root. */
  private static final Set<String> IDLE =
      Set.of("title", "description", "default", "examples", "$comment", "$defs", "definitions");

  /** More than people write; parts may refer to parts. */
  private static final int PARTS_MAX = 1_000;

  /** In all parts together. */
  private static final int PROPERTIES_MAX = 10_000;

  private static final int DEPTH_MAX = 16;

  private final JsonNode root;
  private final Map<String, Set<JsonNode>> properties = new LinkedHashMap<>();

  /** What each reference requires whose properties are added already. */
  private final Map<String, Set<String>> told = new HashMap<>();

  private final Set<String> lost = new LinkedHashSet<>();
  private int parts;
  private int counted;

  private RootObject(JsonNode root) {
    this.root = root;
  }

  /** The schema as such an object; {@code lost} takes the keywords that are lost. */
  public static JsonNode of(JsonNode schema, Consumer<String> lost) {
    if (!(schema instanceof ObjectNode given) || REFUSED.stream().noneMatch(given::has)) {
      return schema;
    }
    RootObject object = new RootObject(given);
    LOST.stream().filter(given::has).forEach(object.lost::add);
    Set<String> required = object.add(given, "", 0);
    object.lost.forEach(lost);
    ObjectNode whole = Json.newObject().put("type", "object");
    whole.setAll(given);
    whole.remove(REFUSED);
    whole.put("type", "object");
    object.writeProperties(whole.putObject("properties"));
    if (required.isEmpty()) {
      whole.remove("required");
    } else {
      ArrayNode names = whole.putArray("required");
      required.forEach(names::add);
    }
    return whole;
  }

  private void writeProperties(ObjectNode written) {
    properties.forEach((name, forms) -> {
      if (forms.size() == 1) {
        written.set(name, forms.iterator().next());
      } else {
        ArrayNode any = written.putObject(name).putArray("anyOf");
        forms.forEach(any::add);
      }
    });
  }

  /**
   * Adds the properties of a part, and tells what it requires.
   *
   * @param keyword which the root has the part by; empty for the root
   */
  private Set<String> add(JsonNode part, String keyword, int depth) {
    Set<String> required = new LinkedHashSet<>();
    if (++parts > PARTS_MAX || depth > DEPTH_MAX) {
      lost.add(keyword);
      return required;
    }
    if (depth > 0 && saysMore(part)) {
      lost.add(keyword);
    }
    addProperties(part.path("properties"), keyword);
    part.path("required").forEach(each -> required.add(each.asText("")));
    if (part.path(REF).isTextual()) {
      String reference = part.path(REF).textValue();
      required.addAll(referred(reference, keyword.isEmpty() ? REF : keyword, depth));
    }
    part.path(ALL)
        .forEach(each -> required.addAll(add(each, keyword.isEmpty() ? ALL : keyword, depth + 1)));
    for (String choices : CHOICES) {
      if (part.has(choices)) {
        lost.add(choices);
      }
      Optional<Set<String>> common = Optional.empty();
      for (JsonNode each : part.path(choices)) {
        Set<String> its = add(each, choices, depth + 1);
        common.ifPresent(it -> it.retainAll(its));
        common = common.or(() -> Optional.of(its));
      }
      common.ifPresent(required::addAll);
    }
    return required;
  }

  private void addProperties(JsonNode added, String keyword) {
    for (var each : added.properties()) {
      if (++counted > PROPERTIES_MAX) {
        lost.add("properties");
        return;
      }
      Set<JsonNode> forms = properties.computeIfAbsent(each.getKey(), _ -> new LinkedHashSet<>());
      if (forms.add(each.getValue()) && forms.size() > 1) {
        lost.add(keyword);
      }
    }
  }

  /** The same of what is referred to, which is read once; within itself it adds nothing. */
  private Set<String> referred(String reference, String keyword, int depth) {
    Set<String> before = told.putIfAbsent(reference, Set.of());
    if (before != null) {
      return before;
    }
    Optional<ObjectNode> found = MergedSchema.referred(root, reference);
    if (found.isEmpty()) {
      lost.add(REF);
      return Set.of();
    }
    Set<String> required = add(found.get(), keyword, depth + 1);
    told.put(reference, Set.copyOf(required));
    return required;
  }

  /** Whether a part demands what an object with its properties does not. */
  private static boolean saysMore(JsonNode part) {
    for (var each : part.properties()) {
      boolean kept =
          switch (each.getKey()) {
            case "type" -> each.getValue().asText("").equals("object");
            case "additionalProperties" -> each.getValue().asBoolean(false);
            default -> KEPT.contains(each.getKey()) || IDLE.contains(each.getKey());
          };
      if (!kept) {
        return true;
      }
    }
    return false;
  }
}
