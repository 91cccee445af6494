package dev.weir.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class NameDetectorTest {

  private static final NameDetector NAMES = NameDetector.open(EncoderSettings.DEFAULT);
  private static final String SENTENCE =
      "Please write to Margaret Holloway, who moved from Canada to Norway.";

  @AfterAll
  static void close() {
    NAMES.close();
  }

  @Test
  void findsAPersonAndTwoPlaces() {
    assertThat(found(SENTENCE))
        .containsExactly("person Margaret Holloway", "location Canada", "location Norway");
  }

  @Test
  void countsPlacesInCodePoints() {
    List<Finding> plain = NAMES.scan(SENTENCE);
    List<Finding> behind = NAMES.scan("\uD83D\uDE00 " + SENTENCE);

    assertThat(behind.getFirst().start()).isEqualTo(plain.getFirst().start() + 2);
    assertThat(behind.getFirst().end()).isEqualTo(plain.getFirst().end() + 2);
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(NAMES.scan("")).isEmpty();
    assertThat(NAMES.scan(" \n ")).isEmpty();
    assertThat(NAMES.scan("how do i sort a list of numbers in python?")).isEmpty();
  }

  @Test
  void readsALongTextToItsEndWithoutOverlaps() {
    String text = IntStream.range(0, 100).mapToObj(_ -> SENTENCE).collect(Collectors.joining(" "));

    List<Finding> findings = NAMES.scan(text);

    int end = 0;
    for (Finding finding : findings) {
      assertThat(finding.start()).isGreaterThanOrEqualTo(end);
      end = finding.end();
    }
    assertThat(findings.stream().filter(each -> each.type() == FindingType.PERSON).count())
        .isBetween(98L, 102L);
    assertThat(end).isGreaterThan(text.length() - SENTENCE.length());
  }

  @Test
  void survivesTextsThatAreNone() {
    assertThat(NAMES.scan("\uD800 \uFFFD \u0000" + "x".repeat(5_000) + "\u0301".repeat(300)))
        .allSatisfy(finding -> assertThat(finding.end()).isLessThanOrEqualTo(5_310));
  }

  @Test
  void saysTheSameToManyThreadsAtOnce() throws Exception {
    List<Finding> alone = NAMES.scan(SENTENCE);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<List<Finding>> scan = () -> NAMES.scan(SENTENCE);
      for (var each : executor.invokeAll(Collections.nCopies(20, scan))) {
        assertThat(each.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void namesTheSourcesOfItsWeights() {
    assertThat(NAMES.sources()).contains("WNUT17", "presidio-research", "MIT", "CC-BY");
  }

  private static List<String> found(String text) {
    return NAMES.scan(text).stream()
        .map(each -> each.type().text() + " " + text.substring(each.start(), each.end()))
        .toList();
  }
}
