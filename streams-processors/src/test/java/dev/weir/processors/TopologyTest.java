package dev.weir.processors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /**
   * Tasks, and the directories of their state, are named by the number of a sub-topology, and
   * changelogs by the store. These are those of the release before orphans were closed by an
   * application of their own, but for {@code open-exchanges}, which went there.
   */
  @Test
  void whatStaysKeepsTheNumbersAndStoresOfTheReleaseBefore(@TempDir Path directory) {
    try (var log = new Harness(directory)) {
      assertThat(storesByNumber(log, "weir.quota-grants"))
          .isEqualTo(
              Map.of(
                  0,
                  Set.of(
                      "quota-escrow",
                      "quota-progress",
                      "quota-spent",
                      "token-counts-seen",
                      "usage-closed",
                      "usage-numbers")));
      assertThat(storesByNumber(log, "weir.audit"))
          .isEqualTo(
              Map.of(
                  0,
                  Set.of(
                      "anomaly-filling",
                      "anomaly-known",
                      "anomaly-series",
                      "budget-accounts",
                      "budget-pending",
                      "chargeback-pending",
                      "chargeback-sequence",
                      "spike-baseline",
                      "token-counts-seen",
                      "usage-closed",
                      "usage-numbers"),
                  1,
                  Set.of(
                      "audit-chain",
                      "audit-frames",
                      "audit-sealed",
                      "audit-unsealed",
                      "prompts-seen"),
                  2,
                  Set.of(),
                  3,
                  Set.of("audit-closed-statements", "audit-control-chain"),
                  4,
                  Set.of("alerts-muted", "alerts-open", "alerts-pending")));
    }
  }

  /** Of the one application that writes to the topic. */
  private static Map<Integer, Set<String>> storesByNumber(Harness log, String written) {
    List<TopologyDescription> writers =
        log.describe().stream().filter(it -> sinksOf(it).contains(written)).toList();
    assertThat(writers).hasSize(1);
    return writers.getFirst().subtopologies().stream()
        .collect(Collectors.toMap(TopologyDescription.Subtopology::id, TopologyTest::storesOf));
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
