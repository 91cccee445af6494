package dev.weir.dialects.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.SplittableRandom;

/** Documents in which some values are others, and some members are gone. */
final class WrongTypes {

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "1.5",
          "1e99999",
          "4294967296",
          "99999999999999999999",
          "\"\"",
          "\"x\"",
          "\"\\u0000\\ud800\"",
          "[]",
          "{}",
          "[[{}]]",
          "[7]",
          "[null]");

  private WrongTypes() {}

  static JsonNode in(JsonNode node, SplittableRandom random) {
    if (random.nextInt(30) == 0) {
      return Json.tree(VALUES.get(random.nextInt(VALUES.size()))).orElseThrow();
    }
    if (node.isObject()) {
      ObjectNode written = Json.newObject();
      node.properties()
          .forEach(it -> {
            if (random.nextInt(40) > 0) {
              written.set(it.getKey(), in(it.getValue(), random));
            }
          });
      return written;
    }
    if (node.isArray()) {
      ArrayNode written = Json.newArray();
      for (JsonNode each : node) {
        written.add(in(each, random));
        if (random.nextInt(40) == 0) {
          written.add(in(each, random));
        }
      }
      return written;
    }
    return node;
  }
}
