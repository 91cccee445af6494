package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments of a call that come in pieces, each with a path such as {@code $.place.names[1]}
 * and a value; pieces of one text are put together. What is no such path is left out.
 */
final class PartialArguments {

  private static final Pattern STEP =
      Pattern.compile("\\.([^.\\[\\]]+)|\\['([^']*)'\\]|\\[\"([^\"]*)\"\\]|\\[(\\d{1,4})\\]");
  private static final int STEPS_MAX = 32;

  private ObjectNode root = Json.newObject();

  /** A call that comes whole. */
  void whole(JsonNode arguments) {
    root = arguments.deepCopy();
  }

  ObjectNode tree() {
    return root;
  }

  void add(JsonNode piece) {
    List<Object> steps = steps(piece.path("jsonPath").asText(""));
    Optional<JsonNode> value = value(piece);
    if (steps.isEmpty() || value.isEmpty() || !(steps.getFirst() instanceof String)) {
      return;
    }
    JsonNode at = root;
    for (int i = 0; i < steps.size() - 1; i++) {
      at = below(at, steps.get(i), steps.get(i + 1) instanceof Integer);
    }
    set(at, steps.getLast(), value.get());
  }

  private static List<Object> steps(String path) {
    List<Object> steps = new ArrayList<>();
    if (!path.startsWith("$")) {
      return List.of();
    }
    Matcher matcher = STEP.matcher(path);
    int end = 1;
    while (matcher.find() && matcher.start() == end && steps.size() < STEPS_MAX) {
      end = matcher.end();
      if (matcher.group(4) != null) {
        steps.add(Integer.valueOf(matcher.group(4)));
      } else if (matcher.group(1) != null) {
        steps.add(matcher.group(1));
      } else {
        steps.add(matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
      }
    }
    return end == path.length() ? steps : List.of();
  }

  private static Optional<JsonNode> value(JsonNode piece) {
    for (String name : List.of("stringValue", "numberValue", "boolValue")) {
      JsonNode value = piece.path(name);
      if (value.isValueNode() && !value.isNull()) {
        return Optional.of(value);
      }
    }
    return piece.has("nullValue")
        ? Optional.of(JsonNodeFactory.instance.nullNode())
        : Optional.empty();
  }

  private static JsonNode below(JsonNode at, Object step, boolean array) {
    JsonNode found = step instanceof Integer index ? at.path(index) : at.path((String) step);
    if (found.isContainerNode()) {
      return found;
    }
    JsonNode made = array ? Json.newArray() : Json.newObject();
    set(at, step, made);
    return made;
  }

  private static void set(JsonNode at, Object step, JsonNode value) {
    if (step instanceof Integer index) {
      if (at instanceof ArrayNode array) {
        while (array.size() <= index) {
          array.addNull();
        }
        array.set(index, joined(array.get(index), value));
      }
    } else if (at instanceof ObjectNode object) {
      String name = (String) step;
      object.set(name, joined(object.path(name), value));
    }
  }

  private static JsonNode joined(JsonNode before, JsonNode more) {
    return before.isTextual() && more.isTextual()
        ? JsonNodeFactory.instance.textNode(before.textValue() + more.textValue())
        : more;
  }
}
