package dev.weir.governance.detection.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.TextScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the rules find in texts whose spans are marked. {@code WEIR_DATA_DIR} names the folder that
 * holds {@code detection/pii}; a finding counts where it and a span of its type have nine tenths of
 * their union in common.
 */
class DevelopmentTextsTest {

  private static final double OVERLAP_MIN = 0.9;
  private static final double SCORE_MIN = 0.5;

  private static final Map<String, String> TYPES =
      Map.of(
          "payment-card", "CREDIT_CARD",
          "email-address", "EMAIL_ADDRESS",
          "phone-number", "PHONE_NUMBER",
          "iban", "IBAN_CODE",
          "ip-address", "IP_ADDRESS",
          "us-ssn", "US_SSN",
          "driver-licence", "US_DRIVER_LICENSE");

  private final Map<String, Tally> tallies = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"presidio_synth_v2", "presidio_generated_large"})
  void findsNearlyAllNumbersAndHardlyAnythingElse(String name) throws IOException {
    TextScan scan = TextScan.of(PiiRules.all());
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(file(name))) {
      JsonNode row = json.readTree(line);
      compare(row, scan.scan(row.path("text").asText()));
    }
    tallies.forEach((type, tally) -> System.out.println(name + " " + type + " " + tally));
    Tally all = new Tally();
    tallies.values().forEach(all::add);
    assertThat(all.precision()).as("precision").isGreaterThan(0.97);
    assertThat(all.recall()).as("recall").isGreaterThan(0.97);
  }

  private void compare(JsonNode row, List<Finding> findings) {
    Set<JsonNode> open = new HashSet<>();
    for (JsonNode span : row.path("spans")) {
      if (TYPES.containsValue(span.path(2).asText())) {
        open.add(span);
      }
    }
    for (Finding finding : findings) {
      String type = TYPES.get(finding.type().text());
      if (type == null || finding.score() < SCORE_MIN) {
        continue;
      }
      boolean found =
          open.removeIf(span ->
              span.path(2).asText().equals(type)
                  && overlap(finding, span.path(0).asInt(), span.path(1).asInt()) >= OVERLAP_MIN);
      tally(type).count(found ? 1 : 0, found ? 0 : 1, 0);
    }
    open.forEach(span -> tally(span.path(2).asText()).count(0, 0, 1));
  }

  private Tally tally(String type) {
    return tallies.computeIfAbsent(type, ignored -> new Tally());
  }

  private static double overlap(Finding finding, int start, int end) {
    double common = Math.min(finding.end(), end) - (double) Math.max(finding.start(), start);
    return common / (Math.max(finding.end(), end) - Math.min(finding.start(), start));
  }

  private static Path file(String name) {
    String data = System.getenv("WEIR_DATA_DIR");
    Path file = Path.of(data == null ? "" : data, "detection", "pii", name + ".jsonl");
    assumeThat(file).as("WEIR_DATA_DIR names no folder with marked texts").exists();
    return file;
  }

  private static final class Tally {

    private int right;
    private int wrong;
    private int missed;

    void count(int right, int wrong, int missed) {
      this.right += right;
      this.wrong += wrong;
      this.missed += missed;
    }

    void add(Tally other) {
      count(other.right, other.wrong, other.missed);
    }

    double precision() {
      return right / (double) Math.max(1, right + wrong);
    }

    double recall() {
      return right / (double) Math.max(1, right + missed);
    }

    @Override
    public String toString() {
      return "precision %.3f recall %.3f of %d".formatted(precision(), recall(), right + missed);
    }
  }
}
