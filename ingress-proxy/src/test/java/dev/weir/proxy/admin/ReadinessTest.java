package dev.weir.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadinessTest {

  @Test
  void tellsTheJournalBesideTheLag() {
    Readiness full =
        new Readiness(
            List.of("the journal is full"),
            Map.of("weir.policy", 2L),
            Optional.of(new Readiness.Journal(900, 1000, 61.4)));

    assertThat(full.json())
        .isEqualTo(
            "{\"ready\":false,\"reasons\":[\"the journal is full\"],\"lag\":{\"weir.policy\":2},"
                + "\"journal\":{\"bytes\":900,\"maxBytes\":1000,\"oldestSeconds\":61}}");
  }

  @Test
  void saysNothingOfAJournalWhereNothingIsRecorded() {
    assertThat(new Readiness(List.of(), Map.of()).json())
        .isEqualTo("{\"ready\":true,\"reasons\":[],\"lag\":{}}");
  }
}
