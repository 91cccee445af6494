package dev.weir.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WeirConfigSchemaTest {

  /** Below it stand the names of Kafka's own settings. */
  private static final String FOREIGN = "kafka.properties";

  @Test
  void knowsTheNamesThatTheConfigurationKnowsAndNoOthers() throws IOException {
    Set<String> read = new TreeSet<>();
    WeirConfig.from(Map.of(), read::addAll);
    Set<String> described = new TreeSet<>();
    collect("", new JsonMapper().readTree(WeirConfig.schema()), described);

    assertThat(described).contains(FOREIGN);
    described.remove(FOREIGN);
    assertThat(described).isEqualTo(read);
  }

  private static void collect(String path, JsonNode node, Set<String> names) {
    JsonNode properties = node.path("properties");
    if (properties.isMissingNode()) {
      names.add(path);
      return;
    }
    assertThat(node.path("additionalProperties").isBoolean()).as("closed: " + path).isTrue();
    properties
        .propertyStream()
        .forEach(each ->
            collect(
                path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                each.getValue(),
                names));
  }
}
