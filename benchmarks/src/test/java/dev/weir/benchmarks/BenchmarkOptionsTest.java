package dev.weir.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkOptionsTest {

  @Test
  void measuresAllCandidatesInThreeRoundsByDefault() {
    BenchmarkOptions options = BenchmarkOptions.parse(List.of());

    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.candidates()).isEqualTo(BenchmarkOptions.CANDIDATES);
  }

  @Test
  void readsEveryOption() {
    BenchmarkOptions options =
        BenchmarkOptions.parse(
            List.of(
                "--rounds",
                "2",
                "--seconds",
                "4",
                "--warm-up",
                "1",
                "--candidates",
                "direct,nginx",
                "--results",
                "r",
                "--cache",
                "c",
                "--weir",
                "w"));

    assertThat(options)
        .isEqualTo(
            new BenchmarkOptions(
                2, 4, 1, List.of("direct", "nginx"), Path.of("r"), Path.of("c"), Path.of("w")));
  }

  @Test
  void letsAGivenNumberWinOverQuick() {
    BenchmarkOptions options = BenchmarkOptions.parse(List.of("--rounds", "2", "--quick"));

    assertThat(options.rounds()).isEqualTo(2);
    assertThat(options.seconds()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--rounds 0", "--rounds x", "--seconds 61", "--candidates who", "--rnds 1", "--x"})
  void refusesWhatItDoesNotKnow(String line) {
    List<String> arguments = List.of(line.split(" ", -1));

    assertThatThrownBy(() -> BenchmarkOptions.parse(arguments))
        .isInstanceOf(BenchmarkOptions.UsageException.class);
  }
}
