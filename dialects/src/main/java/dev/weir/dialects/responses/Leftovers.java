package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.Extras;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Collects a request's {@link Extras}, in their order. */
final class Leftovers {

  private final Map<String, JsonNode> fields = new LinkedHashMap<>();
  private final Set<String> needed = new HashSet<>();
  private final Set<String> idle = new HashSet<>();

  void keep(String name, JsonNode value) {
    fields.put(name, value);
  }

  /** No other dialect can do without it. */
  void need(String name, JsonNode value) {
    keep(name, value);
    needed.add(name);
  }

  /** Says nothing to another dialect. */
  void idle(String name, JsonNode value) {
    keep(name, value);
    idle.add(name);
  }

  Extras extras() {
    return new Extras(fields, needed, idle);
  }
}
