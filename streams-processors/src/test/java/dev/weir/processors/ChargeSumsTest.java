package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.topic.Topic;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Usage that comes twice, in any order, and days late: what was charged is what was used, to the
 * last decimal. The expected sums are computed here, from the usage and the prices alone.
 */
class ChargeSumsTest extends LogCase {

  private static final int SEEDS = 200;
  private static final List<String> TYPES =
      List.of(
          "input",
          "cache-read",
          "cache-write",
          "cache-write-1h",
          "output",
          "audio",
          "audio-output");

  @Test
  void addsUpWhateverComesTwiceOutOfOrderOrLate() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new SplittableRandom(seed);
      String team = "team-" + seed;
      Map<String, BigDecimal> prices = prices(seed, random);
      List<Usage> used = usage(seed, team, random);

      write(team, deliveries(used, random), random);

      List<ChargebackRow> rows = log.values(Topic.CHARGEBACK);
      assertThat(rows).allSatisfy(row -> assertThat(row.getXTeam()).isEqualTo(team));
      assertThat(sums(rows)).as("seed %d", seed).isEqualTo(expected(used, prices));
      assertThat(rows).extracting(ChargebackRow::getXRowId).doesNotHaveDuplicates();
      assertThat(rows)
          .allSatisfy(row ->
              assertThat(row.getChargeClass() == ChargeClass.CORRECTION)
                  .isEqualTo(row.getXCorrectionReason().equals("late-usage")));
    }
  }

  private Map<String, BigDecimal> prices(int seed, SplittableRandom random) {
    Map<String, BigDecimal> prices = new TreeMap<>();
    for (String type : TYPES) {
      for (String tier : List.of("", "|flex")) {
        if (random.nextInt(6) > 0) {
          BigDecimal price = BigDecimal.valueOf(random.nextLong(1L << 44), 12);
          prices.put(type + tier, price);
          log.price("echo|m" + seed + "|" + type + tier, price.toPlainString());
        }
      }
    }
    return prices;
  }

  private static List<Usage> usage(int seed, String team, SplittableRandom random) {
    List<Usage> used = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Instant at = NOON.minusSeconds(random.nextLong(6 * 86_400));
      long written = random.nextLong(100_000);
      long audio = random.nextLong(100_000);
      used.add(
          Samples.usage(seed + "/" + i, random.nextLong(1_000_000), random.nextLong(9_000), at)
              .setTeam(team)
              .setServedModel("m" + seed)
              .setServiceTier(random.nextBoolean() ? "flex" : "default")
              .setCacheReadTokens(random.nextLong(2) * random.nextLong(1_000_000))
              .setCacheWriteTokens(written)
              .setCacheWriteHourTokens(random.nextLong(written + 1))
              .setAudioTokens(audio)
              .setAudioOutputTokens(random.nextLong(audio + 1))
              .setUsageSource(random.nextBoolean() ? UsageSource.ESTIMATED : UsageSource.PROVIDER)
              .setOutcome(random.nextInt(5) == 0 ? Outcome.UPSTREAM_FAILED : Outcome.COMPLETED)
              .setCacheHit(random.nextInt(8) == 0)
              .build());
    }
    return used;
  }

  /** Each usage once or more, in any order. */
  private static List<Usage> deliveries(List<Usage> used, SplittableRandom random) {
    List<Usage> deliveries = new ArrayList<>(used);
    for (Usage usage : used) {
      for (int again = random.nextInt(3); again > 0; again--) {
        deliveries.add(usage);
      }
    }
    Collections.shuffle(deliveries, new Random(random.nextLong()));
    return deliveries;
  }

  private void write(String team, List<Usage> deliveries, SplittableRandom random) {
    for (Usage usage : deliveries) {
      log.write(Topic.TOKEN_COUNTS, team, usage);
      if (random.nextInt(8) == 0) {
        log.advance(Duration.ofSeconds(random.nextLong(1, 30)));
      }
    }
    log.advance(Duration.ofSeconds(10));
  }

  /** By hour, token type and tier: tokens and cost. */
  private static Map<String, String> sums(List<ChargebackRow> rows) {
    var sums = new Sums();
    for (ChargebackRow row : rows) {
      if (row.getConsumedUnit().equals("Tokens")) {
        sums.add(
            row.getChargePeriodStart(),
            row.getXTokenType()
                + (row.getXServiceTier().isEmpty() ? "" : "|" + row.getXServiceTier()),
            row.getConsumedQuantity(),
            row.getBilledCost());
        assertThat(row.getBilledCost())
            .isEqualByComparingTo(row.getPricingQuantity().multiply(row.getContractedUnitPrice()));
      } else {
        assertThat(row.getBilledCost()).isZero();
      }
    }
    return sums.shown();
  }

  private static Map<String, String> expected(List<Usage> used, Map<String, BigDecimal> prices) {
    var sums = new Sums();
    for (Usage usage : used) {
      if (usage.getCacheHit()) {
        continue;
      }
      String tier = usage.getServiceTier().equals("flex") ? "|flex" : "";
      Map<String, Long> tokens =
          Map.of(
              "input", usage.getInputTokens(),
              "output", usage.getOutputTokens(),
              "cache-read", usage.getCacheReadTokens(),
              "cache-write", usage.getCacheWriteTokens() - usage.getCacheWriteHourTokens(),
              "cache-write-1h", usage.getCacheWriteHourTokens(),
              "audio", usage.getAudioTokens() - usage.getAudioOutputTokens(),
              "audio-output", usage.getAudioOutputTokens());
      tokens.forEach((type, count) -> {
        BigDecimal price = prices.get(type + tier);
        if (price == null && type.equals("audio-output")) {
          price = prices.get("audio" + tier);
        }
        sums.add(
            usage.getEndedAt(),
            type + tier,
            count,
            price == null
                ? BigDecimal.ZERO
                : price.multiply(BigDecimal.valueOf(count)).movePointLeft(6));
      });
    }
    return sums.shown();
  }

  private static final class Sums {

    private final Map<String, Long> tokens = new TreeMap<>();
    private final Map<String, BigDecimal> costs = new TreeMap<>();

    void add(Instant at, String what, long count, BigDecimal cost) {
      String key = at.toString().substring(0, 13) + " " + what;
      tokens.merge(key, count, Math::addExact);
      costs.merge(key, cost, BigDecimal::add);
    }

    Map<String, String> shown() {
      Map<String, String> shown = new TreeMap<>();
      tokens.forEach((key, count) -> {
        if (count > 0) {
          shown.put(
              key,
              count
                  + " for "
                  + costs.getOrDefault(key, BigDecimal.ZERO).setScale(18).toPlainString());
        }
      });
      return shown;
    }
  }
}
