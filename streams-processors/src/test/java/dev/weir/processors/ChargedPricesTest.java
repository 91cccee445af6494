package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** At which price, and under which name, usage is charged. */
class ChargedPricesTest extends ChargebackCase {

  private static final String ROUTED =
      """
      organisation: acme
      providers: {echo: {builtin: echo}}
      models:
        member: {provider: echo, upstream-model: real-name}
      routes:
        fast: {failover: [member]}
      teams: {search: {}}
      """;

  @Test
  void listsUsageWithoutAPriceAsUnpriced() {
    write(Samples.usage("r1", 3, 0, NOON).setCacheReadTokens(9));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(
            row -> row.getXTokenType() + " " + row.getXPriced() + " " + row.getBillingCurrency())
        .containsExactly("cache-read false XXX", "input true USD");
    assertThat(log.count("weir.processors.tokens.unpriced")).isEqualTo(9);
  }

  @Test
  void chargesADatedModelAtThePriceOfTheModelThatWasAskedFor() {
    write(Samples.usage("r1", 3, 0, NOON).setServedModel("echo-small-2026-11-01"));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(ChargebackRow::getSkuId)
        .containsExactly("echo|echo-small|input");
  }

  @Test
  void chargesWhatARouteSentToAModelAtThatModelsPrice() {
    log.policy(1, ROUTED);
    log.price("echo|real-name|input", "0.30");
    write(
        Samples.usage("r1", 3, 0, NOON)
            .setRequestedModel("fast")
            .setRoute("member")
            .setServedModel("real-name-2026-11-01"));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(row -> row.getSkuId() + " " + row.getXPriced())
        .containsExactly("echo|real-name|input true");
  }

  @Test
  void takesNoNameIntoTheBooksThatACallerMadeUp() {
    log.policy(1, ROUTED);
    for (String name : List.of("made-up-1", "made-up-2", "fast")) {
      write(
          Samples.usage(name, 0, 0, NOON)
              .setAttempt(0)
              .setProvider("")
              .setRoute("")
              .setServedModel("")
              .setRequestedModel(name)
              .setOutcome(Outcome.REFUSED));
    }
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(row -> row.getXModel() + " " + row.getXRequestCount())
        .containsExactlyInAnyOrder("unknown 2", "fast 1");
  }

  @Test
  void takesNoMadeUpNameIntoTheBooksWhereTheProxyWasLost() {
    log.policy(1, ROUTED);
    for (String name : List.of("made-up-1", "made-up-2")) {
      write(
          Samples.usage(name, 3, 0, NOON)
              .setProvider("")
              .setRoute(name)
              .setServedModel(name)
              .setRequestedModel(name)
              .setOutcome(Outcome.ORPHANED));
    }
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(row -> row.getXModel() + " " + row.getConsumedQuantity())
        .containsExactly("unknown 6");
    assertThat(log.<RatedUsage>values(Topic.RATED_USAGE))
        .extracting(RatedUsage::getModel, RatedUsage::getServedModel, RatedUsage::getRoute)
        .containsOnly(tuple("unknown", "unknown", ""));
  }

  @Test
  void keepsTheNameOfWhatWasServedAfterThePolicyHasLostIt() {
    log.policy(1, ROUTED);
    write(
        Samples.usage("r1", 0, 0, NOON)
            .setAttempt(0)
            .setRequestedModel("gone")
            .setServedModel("gone")
            .setCacheHit(true));
    log.advance(FLUSH);

    assertThat(log.<RatedUsage>values(Topic.RATED_USAGE))
        .extracting(RatedUsage::getModel, RatedUsage::getRequestedModel)
        .containsExactly(tuple("gone", "gone"));
  }

  @Test
  void chargesEachClassOnceThoughItsPartsHavePricesOfTheirOwn() {
    log.price("echo|echo-small|cache-write", "3.75");
    log.price("echo|echo-small|cache-write-1h", "6");
    log.price("echo|echo-small|audio", "32");
    log.price("echo|echo-small|audio-output", "64");
    write(
        Samples.usage("r1", 1, 2, NOON)
            .setReasoningTokens(3)
            .setCacheWriteTokens(10)
            .setCacheWriteHourTokens(4)
            .setAudioTokens(20)
            .setAudioOutputTokens(5));

    RatedUsage rated = log.<RatedUsage>values(Topic.RATED_USAGE).getFirst();
    assertThat(rated.getItems())
        .extracting(item ->
            "%s %d %s"
                .formatted(
                    item.getTokenType(),
                    item.getTokens(),
                    item.getPricePerMillion().stripTrailingZeros().toPlainString()))
        .containsExactly(
            "input 1 0.15",
            "cache-write 6 3.75",
            "cache-write-1h 4 6",
            "output 2 0.6",
            "reasoning 3 0.6",
            "audio 15 32",
            "audio-output 5 64");
    assertThat(rated.getItems().stream().mapToLong(RatedItem::getTokens).sum()).isEqualTo(36);
    assertThat(rated.getItems().getFirst().getPriceValidFrom()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void showsListAndContractedCostOfATeamWithADiscount() {
    log.policy(
        1,
        """
        organisation: acme
        providers: {echo: {builtin: echo}}
        models: {echo-small: {provider: echo}}
        teams: {search: {}}
        discounts: [{team: search, token-type: input, percent: 12.5, valid-from: 2026-01-01}]
        """);
    write(Samples.usage("r1", 1_000_000, 1_000_000, NOON));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(row ->
            "%s list %s at %s contracted %s at %s"
                .formatted(
                    row.getXTokenType(),
                    plain(row.getListCost()),
                    plain(row.getListUnitPrice()),
                    plain(row.getBilledCost()),
                    plain(row.getContractedUnitPrice())))
        .containsExactly(
            "input list 0.15 at 0.15 contracted 0.13125 at 0.13125",
            "output list 0.6 at 0.6 contracted 0.6 at 0.6");
  }

  @Test
  void keepsTiersApartAndLeavesOneWithoutAPriceUnpriced() {
    log.price("echo|echo-small|input|flex", "0.075");
    write(Samples.usage("r1", 1, 0, NOON).setServiceTier("flex"));
    write(Samples.usage("r2", 2, 0, NOON).setServiceTier("default"));
    write(Samples.usage("r3", 4, 0, NOON).setServiceTier("priority"));
    log.advance(FLUSH);

    assertThat(log.<ChargebackRow>values(Topic.CHARGEBACK))
        .extracting(row ->
            row.getSkuId()
                + " "
                + row.getConsumedQuantity()
                + " "
                + (row.getXPriced() ? row.getListUnitPrice() : "none"))
        .containsExactlyInAnyOrder(
            "echo|echo-small|input|flex 1 0.075000000000",
            "echo|echo-small|input 2 0.150000000000",
            "echo|echo-small|input|priority 4 none");
  }
}
