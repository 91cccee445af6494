package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments of one call that come in pieces (Vertex, {@code streamFunctionCallArguments}): each
 * piece has the JSON path of its value, and a text may go on in the next piece of the same path.
 * Whatever comes and whatever is missing, the arguments are an object. A path that is none, or that
 * leads beyond the limits or through a value, is passed over.
 */
final class PartialArguments {

  private static final int DEPTH_MAX = 100;
  private static final int SKIPPED_ELEMENTS_MAX = 100;

  /** A name after a dot, an index, or a quoted name. */
  private static final Pattern STEP =
      Pattern.compile("\\.([^.\\[\\]]+)|\\[([0-9]{1,9})]|\\['([^']*)']|\\[\"([^\"]*)\"]");

  private final ObjectNode root = Json.newObject();
  private final StringBuilder text = new StringBuilder();
  private Optional<String> textPath = Optional.empty();

  /** A step of a path: into an object or into an array. */
  private sealed interface Step {
    record Name(String name) implements Step {}

    record Index(int index) implements Step {}
  }

  void whole(ObjectNode arguments) {
    root.setAll(arguments);
  }

  void piece(JsonNode piece) {
    String path = piece.path("jsonPath").asText("");
    JsonNode string = piece.path("stringValue");
    if (string.isTextual()) {
      if (!textPath.equals(Optional.of(path))) {
        endText();
        textPath = Optional.of(path);
      }
      text.append(string.textValue());
      if (!piece.path("willContinue").asBoolean(false)) {
        endText();
      }
      return;
    }
    endText();
    JsonNode number = piece.path("numberValue");
    JsonNode bool = piece.path("boolValue");
    if (number.isNumber()) {
      set(path, number);
    } else if (bool.isBoolean()) {
      set(path, bool);
    } else if (piece.has("nullValue")) {
      set(path, root.nullNode());
    }
  }

  /** The arguments as JSON. */
  String json() {
    endText();
    return Json.text(root);
  }

  private void endText() {
    textPath.ifPresent(path -> set(path, root.textNode(text.toString())));
    textPath = Optional.empty();
    text.setLength(0);
  }

  private void set(String path, JsonNode value) {
    List<Step> steps = stepsOf(path);
    JsonNode at = root;
    for (int i = 0; i < steps.size(); i++) {
      boolean last = i + 1 == steps.size();
      JsonNode fresh =
          last ? value : steps.get(i + 1) instanceof Step.Name ? Json.newObject() : Json.newArray();
      JsonNode next = step(at, steps.get(i), fresh, last);
      if (next.isMissingNode()) {
        return;
      }
      at = next;
    }
  }

  /** The member that the step leads to, made where it is not there; missing where it cannot be. */
  private static JsonNode step(JsonNode at, Step step, JsonNode fresh, boolean replace) {
    switch (step) {
      case Step.Name(String name) -> {
        if (at instanceof ObjectNode object) {
          if (replace || !object.has(name)) {
            object.set(name, fresh);
          }
          return object.path(name);
        }
      }
      case Step.Index(int index) -> {
        if (at instanceof ArrayNode array && index <= array.size() + SKIPPED_ELEMENTS_MAX) {
          while (array.size() < index) {
            array.addNull();
          }
          if (index == array.size()) {
            array.add(fresh);
          } else if (replace || array.get(index).isNull()) {
            array.set(index, fresh);
          }
          return array.path(index);
        }
      }
    }
    return Json.newObject().path("nothing");
  }

  /** The steps of a path; none where it is no path. */
  private static List<Step> stepsOf(String path) {
    List<Step> steps = new ArrayList<>();
    if (!path.startsWith("$")) {
      return steps;
    }
    Matcher matcher = STEP.matcher(path);
    int at = 1;
    while (at < path.length()) {
      if (!matcher.find(at) || matcher.start() != at || steps.size() == DEPTH_MAX) {
        return List.of();
      }
      steps.add(stepOf(matcher));
      at = matcher.end();
    }
    return steps;
  }

  private static Step stepOf(Matcher matcher) {
    String index = matcher.group(2);
    if (index != null) {
      return new Step.Index(Integer.parseInt(index));
    }
    for (int group : new int[] {1, 3, 4}) {
      String name = matcher.group(group);
      if (name != null) {
        return new Step.Name(name);
      }
    }
    throw new IllegalStateException("a step is a name or an index");
  }
}
