package dev.weir.governance.detection.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.governance.detection.TextScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What docs/detection/secrets.md says of the examples of Nosey Parker's rules, which are not part
 * of this project; {@code WEIR_DATA_DIR} names the folder that has {@code detection/secrets}.
 */
class SecretDataTest {

  private record Example(String text, boolean secret) {}

  @Test
  void findsThreeOfFourSecretsAndFewLookAlikes() throws IOException {
    List<Example> examples = examples();
    TextScan scan = TextScan.of(SecretRules.all());

    Set<String> secrets = new HashSet<>();
    int found = 0;
    int all = 0;
    for (Example each : examples) {
      if (each.secret) {
        secrets.add(each.text.strip());
        all++;
        found += scan.scan(each.text).isEmpty() ? 0 : 1;
      }
    }
    int wrong = 0;
    int lookAlikes = 0;
    for (Example each : examples) {
      if (!each.secret && !secrets.contains(each.text.strip())) {
        lookAlikes++;
        wrong += scan.scan(each.text).isEmpty() ? 0 : 1;
      }
    }

    assertThat((double) found / all).as("recall: %d of %d", found, all).isGreaterThan(0.75);
    assertThat((double) wrong / lookAlikes)
        .as("look-alikes: %d of %d", wrong, lookAlikes)
        .isLessThan(0.15);
  }

  private static List<Example> examples() throws IOException {
    String data = System.getenv("WEIR_DATA_DIR");
    assumeThat(data).as("WEIR_DATA_DIR names the folder of labelled secrets").isNotNull();
    Load json = new Load(LoadSettings.builder().build());
    List<Example> examples = new ArrayList<>();
    for (String line :
        Files.readAllLines(Path.of(data, "detection", "secrets", "noseyparker.jsonl"))) {
      Map<?, ?> example = (Map<?, ?>) json.loadFromString(line);
      examples.add(
          new Example(
              String.valueOf(example.get("text")),
              "1".equals(String.valueOf(example.get("label")))));
    }
    return examples;
  }
}
