package dev.weir.dialects.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A schema of a function's arguments that is one object at its root: Anthropic, OpenAI and Bedrock
 * answer 400 to {@code anyOf}, {@code oneOf} and {@code allOf} there, which schemas of MCP servers
 * have. The object has the properties of all parts; required is what all of them together require,
 * of choices what each requires. That it is one choice or another is lost.
 */
public final class RootObject {

  private static final List<String> CHOICES = List.of("anyOf", "oneOf");
  private static final String ALL = "allOf";

  /** More than people write; parts may refer to parts. */
  private static final int PARTS_MAX = 1_000;

  private static final int DEPTH_MAX = 16;

  private final JsonNode root;
  private final ObjectNode properties = Json.newObject();
  private int parts;

  private RootObject(JsonNode root) {
    this.root = root;
  }

  /** The schema as such an object; {@code lost} takes the keyword of a choice that is lost. */
  public static JsonNode of(JsonNode schema, Consumer<String> lost) {
    if (!(schema instanceof ObjectNode given)
        || (!given.has(ALL) && CHOICES.stream().noneMatch(given::has))) {
      return schema;
    }
    CHOICES.stream().filter(given::has).forEach(lost);
    RootObject object = new RootObject(given);
    Set<String> required = object.add(given, 0);
    ObjectNode whole = Json.newObject().put("type", "object");
    whole.setAll(given);
    whole.remove(CHOICES);
    whole.remove(ALL);
    whole.put("type", "object");
    whole.set("properties", object.properties);
    if (required.isEmpty()) {
      whole.remove("required");
    } else {
      ArrayNode names = whole.putArray("required");
      required.forEach(names::add);
    }
    return whole;
  }

  /** Adds the properties of a part, and tells what it requires. */
  private Set<String> add(JsonNode part, int depth) {
    Set<String> required = new LinkedHashSet<>();
    if (parts++ > PARTS_MAX || depth > DEPTH_MAX) {
      return required;
    }
    part.path("properties")
        .properties()
        .forEach(each -> properties.putIfAbsent(each.getKey(), each.getValue()));
    part.path("required").forEach(each -> required.add(each.asText("")));
    if (part.path("$ref").isTextual()) {
      MergedSchema.referred(root, part.path("$ref").textValue())
          .ifPresent(it -> required.addAll(add(it, depth + 1)));
    }
    part.path(ALL).forEach(each -> required.addAll(add(each, depth + 1)));
    for (String choices : CHOICES) {
      Optional<Set<String>> common = Optional.empty();
      for (JsonNode each : part.path(choices)) {
        Set<String> its = add(each, depth + 1);
        common.ifPresent(it -> it.retainAll(its));
        common = common.or(() -> Optional.of(its));
      }
      common.ifPresent(required::addAll);
    }
    return required;
  }
}
