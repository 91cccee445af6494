package dev.weir.processors.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.pricing.PriceSchedule;
import dev.weir.governance.pricing.UnitPrice;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReratingTest {

  private static final Instant DAY = Instant.parse("2026-11-22T00:00:00Z");
  private static final Instant NOON = DAY.plus(12, ChronoUnit.HOURS);
  private static final Instant NEXT = DAY.plus(1, ChronoUnit.DAYS);

  static {
    // Making the serdes is what lets Avro make the generated records.
    new EventSerdes(
            LogConnection.of("nowhere:9092", URI.create("http://nowhere:8081")),
            new MockSchemaRegistryClient())
        .close();
  }

  private final Map<String, PriceSchedule> book = new HashMap<>();
  private final List<RatedUsage> rated = new ArrayList<>();
  private final List<ChargebackRow> rows = new ArrayList<>();
  private GoverningPolicy policy = GoverningPolicy.NONE;

  @Test
  void takesBackTheOldPriceAndChargesTheNewOne() {
    price("p|m|input", "2");
    use("r1", "m", 1_000_000, 0, NOON);
    use("r2", "m", 500_000, 0, NOON.plusSeconds(60));
    price("p|m|input", "1.5");

    assertThat(correct(Optional.empty()))
        .extracting(ReratingTest::shown)
        .containsExactlyInAnyOrder(
            "p|m|input 12 tokens -1500000 at 2 cost -3",
            "p|m|input 12 tokens 1500000 at 1.5 cost 2.25");
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.getChargeClass()).isEqualTo(ChargeClass.CORRECTION);
          assertThat(row.getXCorrectionReason()).isEqualTo("price");
          assertThat(Math.abs(row.getXRequestCount())).isEqualTo(2);
        });
  }

  @Test
  void givesNothingTheSecondTime() {
    price("p|m|input", "2");
    use("r1", "m", 7, 0, NOON);
    price("p|m|input", "1.5");

    assertThat(correct(Optional.empty())).hasSize(2);
    assertThat(correct(Optional.empty())).isEmpty();
  }

  @Test
  void goesBackToTheFirstPriceWithoutATraceInTheSums() {
    price("p|m|input", "2");
    use("r1", "m", 7, 0, NOON);
    price("p|m|input", "1.5");
    correct(Optional.empty());
    price("p|m|input", "2");

    assertThat(correct(Optional.empty())).hasSize(2);
    assertThat(sum()).isEqualByComparingTo("0");
    assertThat(correct(Optional.empty())).isEmpty();
  }

  @Test
  void chargesWhatHadNoPriceAndTakesItFromWhatIsUnpriced() {
    use("r1", "m-2026-01-01", 3, 0, NOON);
    price("p|m|input", "2");

    assertThat(correct(Optional.empty()))
        .extracting(row -> shown(row) + " " + row.getXPriced() + " " + row.getBillingCurrency())
        .containsExactlyInAnyOrder(
            "p|m-2026-01-01|input 12 tokens -3 at 0 cost 0 false XXX",
            "p|m|input 12 tokens 3 at 2 cost 0.000006 true USD");
  }

  @Test
  void keepsTheNameThatAPriceWasFoundUnderWhenThePolicySendsElsewhereSince() {
    price("p|m|input", "2");
    price("p|n|input", "9");
    use("r1", "m-2026-01-01", 3, 0, NOON);
    policy =
        policy(
            """
            organisation: acme
            providers: {p: {builtin: echo}}
            models: {m: {provider: p, upstream-model: n}}
            teams: {search: {}}
            """);

    assertThat(correct(Optional.empty())).isEmpty();
    price("p|m|input", "1");
    assertThat(correct(Optional.empty()))
        .extracting(ReratingTest::shown)
        .containsExactlyInAnyOrder(
            "p|m|input 12 tokens -3 at 2 cost -0.000006",
            "p|m|input 12 tokens 3 at 1 cost 0.000003");
  }

  @Test
  void findsThePriceOfWhatWasSentThroughARoute() {
    use("r1", "real-2026-01-01", "fast", 3, 0, NOON);
    price("p|real|input", "2");
    policy =
        policy(
            """
            organisation: acme
            providers: {p: {builtin: echo}}
            models: {m: {provider: p, upstream-model: real}}
            routes: {fast: {failover: [m]}}
            teams: {search: {}}
            """);

    assertThat(correct(Optional.empty()))
        .extracting(ReratingTest::shown)
        .containsExactlyInAnyOrder(
            "p|real-2026-01-01|input 12 tokens -3 at 0 cost 0",
            "p|real|input 12 tokens 3 at 2 cost 0.000006");
  }

  @Test
  void leavesUsageOutsideOfTheSpanAlone() {
    price("p|m|input", "2");
    use("r1", "m", 3, 0, DAY.minusMillis(1));
    use("r2", "m", 3, 0, NEXT);
    price("p|m|input", "1");

    assertThat(correct(Optional.empty())).isEmpty();
  }

  @Test
  void correctsOneModelWhateverNameOfItIsSaid() {
    price("p|m|input", "2");
    price("p|n|input", "2");
    use("r1", "m-2026-01-01", 3, 0, NOON);
    use("r2", "n", 3, 0, NOON);
    price("p|m|input", "1");
    price("p|n|input", "1");

    assertThat(correct(Optional.of("x"))).isEmpty();
    assertThat(correct(Optional.of("m-2026-01-01")))
        .extracting(ChargebackRow::getXModel)
        .containsOnly("m");
    assertThat(correct(Optional.of("m"))).isEmpty();
    assertThat(correct(Optional.empty())).extracting(ChargebackRow::getXModel).containsOnly("n");
  }

  @Test
  void keepsWhatEachUsageWasRatedWith() {
    price("p|m|input", "2");
    use("r1", "m", 3, 0, NOON);
    price("p|m|input", "1");
    correct(Optional.empty());

    assertThat(rated.getFirst().getItems().getFirst().getPricePerMillion())
        .isEqualByComparingTo("2");
    assertThat(rated.getFirst().getItems().getFirst().getPriceValidFrom()).isEqualTo(Instant.EPOCH);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsAtTheLastPricesHoweverOftenTheyChange(long seed) {
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 5; round++) {
      changePrices(random);
      for (int i = 0; i < 20; i++) {
        use(
            round + "/" + i,
            "m" + random.nextInt(3),
            random.nextLong(1_000_000),
            random.nextLong(1_000_000),
            DAY.plusSeconds(random.nextLong(86_400)));
      }
      if (random.nextBoolean()) {
        correct(random.nextBoolean() ? Optional.empty() : Optional.of("m" + random.nextInt(3)));
      }
    }
    correct(Optional.empty());

    assertThat(charged().add(sum())).as("seed %d", seed).isEqualByComparingTo(dueNow());
    assertThat(correct(Optional.empty())).as("seed %d", seed).isEmpty();
    assertThat(rows.stream().mapToLong(ChargebackRow::getConsumedQuantity).sum()).isZero();
    assertThat(rows.stream().mapToLong(ChargebackRow::getXRequestCount).sum()).isZero();
    assertThat(rows.stream().mapToLong(ChargebackRow::getXEstimatedTokens).sum()).isZero();
    assertThat(rows).extracting(ChargebackRow::getXRowId).doesNotHaveDuplicates();
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private void changePrices(SplittableRandom random) {
    for (int model = 0; model < 3; model++) {
      for (String type : List.of("input", "output")) {
        String key = "p|m" + model + "|" + type;
        if (random.nextInt(4) == 0) {
          book.remove(key);
        } else if (random.nextBoolean()) {
          price(key, BigDecimal.valueOf(random.nextLong(1L << 40), 12).toPlainString());
        }
      }
    }
  }

  private BigDecimal charged() {
    return cost(rated.stream().flatMap(it -> it.getItems().stream()).toList());
  }

  private BigDecimal dueNow() {
    var rater = rater();
    return cost(
        rated.stream()
            .flatMap(it -> rater.price(Use.of(it), GoverningPolicy.NONE).items().stream())
            .toList());
  }

  private static BigDecimal cost(List<RatedItem> items) {
    return items.stream()
        .map(item -> item.getCost() == null ? BigDecimal.ZERO : item.getCost())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private BigDecimal sum() {
    return rows.stream().map(ChargebackRow::getBilledCost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private List<ChargebackRow> correct(Optional<String> model) {
    var rerating =
        new Rerating(key -> Optional.ofNullable(book.get(key.text())), policy, DAY, NEXT);
    rated.forEach(rerating::used);
    rows.forEach(rerating::charged);
    List<ChargebackRow> more = rerating.rows(model, "run" + rows.size()).toList();
    rows.addAll(more);
    return more;
  }

  private void price(String key, String perMillion) {
    book.put(
        key,
        new PriceSchedule(
            "USD", List.of(new UnitPrice(Instant.EPOCH, new BigDecimal(perMillion)))));
  }

  private static GoverningPolicy policy(String text) {
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid(var parsed) -> new GoverningPolicy(2, parsed);
      case PolicyReading.Invalid(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  private Rater rater() {
    return new Rater(key -> Optional.ofNullable(book.get(key.text())));
  }

  /** Dated names are served where the undated model was asked for. */
  private void use(String id, String served, long input, long output, Instant at) {
    use(id, served, served.replaceFirst("-2026.*", ""), input, output, at);
  }

  private void use(
      String id, String served, String requested, long input, long output, Instant at) {
    rated.add(
        rater()
            .rate(
                Usage.newBuilder()
                    .setEventId(id + "/usage/1")
                    .setRequestId(id)
                    .setAttempt(1)
                    .setFinalAttempt(true)
                    .setOrganisation("acme")
                    .setTeam("search")
                    .setKeyId("k")
                    .setProxyId("x")
                    .setProxyEpoch(1)
                    .setSequence(1)
                    .setRoute("m")
                    .setProvider("p")
                    .setRequestedModel(requested)
                    .setServedModel(served)
                    .setInputTokens(input)
                    .setOutputTokens(output)
                    .setUsageSource(input % 3 == 0 ? UsageSource.ESTIMATED : UsageSource.PROVIDER)
                    .setReservedTokens(0)
                    .setOutcome(Outcome.COMPLETED)
                    .setStatus(200)
                    .setStartedAt(at)
                    .setEndedAt(at)
                    .setPolicyVersion(1)
                    .build(),
                GoverningPolicy.NONE));
  }

  private static String shown(ChargebackRow row) {
    return "%s %s tokens %d at %s cost %s"
        .formatted(
            row.getSkuId(),
            row.getChargePeriodStart().toString().substring(11, 13),
            row.getConsumedQuantity(),
            plain(row.getContractedUnitPrice()),
            plain(row.getBilledCost()));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
