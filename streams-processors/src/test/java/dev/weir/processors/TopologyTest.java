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

  /** Credit of a killed proxy waits for it, so nothing else may be done there. */
  @Test
  void orphansAreClosedByAnApplicationThatReadsAndWritesNothingElse(@TempDir Path directory) {
    try (var log = new Harness(directory)) {
      List<TopologyDescription> closers =
          log.describe().stream()
              .filter(it -> sinksOf(it).contains("weir.exchange-progress"))
              .toList();

      assertThat(closers)
          .singleElement()
          .satisfies(it ->
              assertThat(sinksOf(it))
                  .containsExactlyInAnyOrder(
                      "weir.exchange-progress",
                      "weir.token-counts",
                      "weir.response-chunks",
                      "usage-by-request-repartition"));
    }
  }

  private static Set<String> sinksOf(TopologyDescription topology) {
    return topology.subtopologies().stream()
        .flatMap(it -> it.nodes().stream())
        .filter(TopologyDescription.Sink.class::isInstance)
        .map(node -> String.valueOf(((TopologyDescription.Sink) node).topic()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> storesOf(TopologyDescription.Subtopology subtopology) {
    return subtopology.nodes().stream()
        .filter(TopologyDescription.Processor.class::isInstance)
        .flatMap(node -> ((TopologyDescription.Processor) node).stores().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
