package dev.weir.standalone.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.schemaregistry.utils.JacksonMapper;
import java.util.List;
import java.util.Map;

/**
 * A call as the handler received it.
 *
 * @param path the decoded segments of the address, none for the root
 * @param query the query's parameters, the first value of each
 */
record ApiCall(String method, List<String> path, Map<String, String> query, String body) {

  private static final ObjectMapper JSON =
      JacksonMapper.INSTANCE
          .copy()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  ApiCall {
    path = List.copyOf(path);
    query = Map.copyOf(query);
  }

  /** A segment of the address, or an empty text where it is shorter. */
  String segment(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  boolean is(String wanted, int segments) {
    return method.equals(wanted) && path.size() == segments;
  }

  boolean flag(String parameter) {
    return Boolean.parseBoolean(query.get(parameter));
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  <T> T body(Class<T> type) {
    try {
      T read = JSON.readValue(body, type);
      if (read == null) {
        throw Refusal.notJson();
      }
      return read;
    } catch (JsonProcessingException e) {
      throw Refusal.notJson();
    }
  }

  static byte[] json(Object answer) {
    try {
      return JSON.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
