package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;

/**
 * The two spellings of a field: Google's JSON takes {@code systemInstruction} and {@code
 * system_instruction} (ProtoJSON). Here all are in the first; where both stand, the second keeps
 * its name and counts as unknown.
 */
final class Spelling {

  private Spelling() {}

  /** The object with its own members in camel case; what they hold is left alone. */
  static At camel(At at) throws WrongJsonException {
    at.expectObject();
    ObjectNode spelled = Json.newObject();
    at.node()
        .properties()
        .forEach(each -> {
          String name = camel(each.getKey());
          boolean taken = at.node().has(name) || spelled.has(name);
          spelled.set(taken ? each.getKey() : name, each.getValue());
        });
    return new At(spelled, at.path());
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char each = name.charAt(i);
      if (each == '_' && i > 0 && i + 1 < name.length()) {
        i++;
        camel.append(Character.toUpperCase(name.charAt(i)));
      } else {
        camel.append(each);
      }
    }
    return camel.toString();
  }
}
