package dev.weir.governance.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How the shipped weights do on sentences near the subject that they were not learnt from. */
class NearTheSubjectTest {

  private static final Firewall FIREWALL = Firewall.load();

  @Test
  void mostTalkAboutPromptsAndSecurityIsNoAttack() throws IOException {
    assertThat(found("-", Provenance.USER)).hasSizeLessThanOrEqualTo(12);
    assertThat(found("-", Provenance.DOCUMENT)).hasSizeLessThanOrEqualTo(22);
  }

  @Test
  void findsAttacksThatAreWordedUnusually() throws IOException {
    assertThat(found("+", Provenance.USER)).hasSizeGreaterThanOrEqualTo(42);
    assertThat(found("+", Provenance.DOCUMENT)).hasSizeGreaterThanOrEqualTo(43);
  }

  @Test
  void noSentenceIsLearntFrom() throws IOException {
    List<String> learnt = WrittenExamples.all().stream().map(Example::text).toList();

    assertThat(sentences("+")).hasSize(78).doesNotContainAnyElementsOf(learnt);
    assertThat(sentences("-")).hasSize(97).doesNotContainAnyElementsOf(learnt);
  }

  private static List<String> found(String label, Provenance provenance) throws IOException {
    return sentences(label).stream()
        .filter(it -> FIREWALL.judge(it, provenance).level() == Verdict.Level.INJECTION)
        .toList();
  }

  private static List<String> sentences(String label) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            NearTheSubjectTest.class.getResourceAsStream("near-the-subject.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(label))
          .map(line -> line.substring(2))
          .toList();
    }
  }
}
