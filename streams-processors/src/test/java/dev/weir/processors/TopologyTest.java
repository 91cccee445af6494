package dev.weir.processors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {

  /**
   * Kafka Streams lets two sub-topologies name one store; the tasks of both then restore the same
   * changelog, which never ends, and the application never runs. A test driver does not notice.
   */
  @Test
  void noStoreIsInTwoSubTopologies(@TempDir Path directory) {
    try (var log = new Harness(directory)) {
      assertThat(log.describe())
          .hasSize(4)
          .allSatisfy(topology -> {
            List<String> stores =
                topology.subtopologies().stream()
                    .flatMap(subtopology -> storesOf(subtopology).stream())
                    .sorted()
                    .toList();

            assertThat(stores).isNotEmpty().doesNotHaveDuplicates();
          });
    }
  }

  private static Set<String> storesOf(TopologyDescription.Subtopology subtopology) {
    return subtopology.nodes().stream()
        .filter(TopologyDescription.Processor.class::isInstance)
        .flatMap(node -> ((TopologyDescription.Processor) node).stores().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
