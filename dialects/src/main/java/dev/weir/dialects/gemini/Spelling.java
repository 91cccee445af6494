package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;

/**
 * Google's JSON takes a field's name as {@code topP} and as {@code top_p} (proto3 JSON mapping).
 */
final class Spelling {

  private Spelling() {}

  /** The object with its own members' names in camel case; what is in them stays. */
  static At camel(At object) {
    boolean any = false;
    ObjectNode renamed = Json.newObject();
    for (var member : object.node().properties()) {
      String name = member.getKey();
      String camel = name.indexOf('_') > 0 ? camel(name) : name;
      any |= !camel.equals(name);
      renamed.set(camel, member.getValue());
    }
    return any ? new At(renamed, object.path()) : object;
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder(name.length());
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char each = name.charAt(i);
      if (each == '_') {
        upper = true;
      } else {
        camel.append(upper ? Character.toUpperCase(each) : each);
        upper = false;
      }
    }
    return camel.toString();
  }
}
