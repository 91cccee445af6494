package dev.weir.dialects.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields that one dialect has and the canonical form has not, by their names there. A writer of the
 * same dialect writes them back; every other names them in {@link Losses}.
 */
public record Extras(Map<String, JsonNode> fields) {

  public static final Extras NONE = new Extras(Map.of());

  public Extras {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
