package dev.weir.endtoend.compatibility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON for and from the clients. */
final class Bodies {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Bodies() {}

  static final String PNG = "iVBORw0KGgo=";

  static final String SCHEMA =
      """
      {"type":"object","properties":{"answer":{"type":"integer"}},"required":["answer"],
       "additionalProperties":false}
      """;

  static final String CITY =
      """
      {"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}
      """;

  /** As maps and lists, which every client takes. */
  static Object plain(String json) {
    try {
      return MAPPER.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** Without white space. */
  static String compact(Object value) {
    return MAPPER.valueToTree(value).toString();
  }
}
