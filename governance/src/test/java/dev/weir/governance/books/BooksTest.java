package dev.weir.governance.books;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.statement.Rows;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.serde.TrustedEvents;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BooksTest {

  static {
    TrustedEvents.trust();
  }

  private static final Instant HOUR = Instant.parse("2026-10-03T10:00:00Z");

  private final Books books =
      new Books(
          new Span(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z")),
          Optional.empty());

  @Test
  void findsNoDifferenceWhereEverythingThatWasUsedWasChargedOnce() {
    books.used(usage("a", 600));
    books.used(usage("a", 600));
    books.used(usage("b", 400));
    books.rated(rated("a", 600, "0.6"));
    books.rated(rated("b", 400, "0.4"));
    books.endOfPartition();
    books.charged(row("1", "1", 1_000));
    books.charged(row("1", "1", 1_000));

    Books.Result result = books.result();

    assertThat(result.listed()).isEmpty();
    Account account = Objects.requireNonNull(result.accounts().get("search"));
    assertThat(account.used()).isEqualTo(1_000);
    assertThat(account.committed()).isEqualTo(1_000);
    assertThat(account.reserved()).isEqualTo(1_400);
    assertThat(account.chargedCost().get("USD")).isEqualByComparingTo("1");
  }

  @Test
  void keepsEstimatesAndWhatHasNoPriceApart() {
    books.used(usage("a", 600));
    books.used(usage("b", 400));
    RatedUsage estimate =
        RatedUsage.newBuilder(rated("a", 600, "0.6")).setUsageSource(UsageSource.ESTIMATED).build();
    RatedUsage unpriced =
        RatedUsage.newBuilder(rated("b", 400, "0"))
            .setItems(List.of(new RatedItemOf(400).unpriced()))
            .setCurrency("XXX")
            .build();
    books.rated(estimate);
    books.rated(unpriced);
    books.endOfPartition();
    books.charged(ChargebackRow.newBuilder(row("1", "0.6", 600)).setXEstimatedTokens(600).build());
    books.charged(Rows.unpriced(row("2", "0", 400)));

    Books.Result result = books.result();

    assertThat(result.listed()).isEmpty();
    Account account = Objects.requireNonNull(result.accounts().get("search"));
    assertThat(account.estimated()).isEqualTo(600);
    assertThat(account.unpriced()).isEqualTo(400);
    assertThat(account.committed()).isZero();
  }

  @Test
  void ignoresWhatIsOfAnotherTime() {
    books.used(Usage.newBuilder(usage("a", 1)).setEndedAt(HOUR.plusSeconds(3_000_000)).build());
    books.charged(Rows.row("1", "search", "2026-09-30T23:00:00Z"));

    assertThat(books.result().accounts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not rated: r-a: 600 tokens counted, none rated",
        "rated more: r-a: 600 input tokens counted, 601 rated",
        "rated twice: r-a: rated twice, or without a token count",
        "not charged: 2026-10-03T10:00:00Z p m input: rated less charged: 600 tokens,"
            + " 0 of them estimated, 0 without a price, 0.6 USD",
        "charged twice: 2026-10-03T10:00:00Z p m input: rated less charged: -600 tokens,"
            + " 0 of them estimated, 0 without a price, -0.6 USD",
        "charged wrongly: 1: 0.700000000000000000 charged, and its tokens at its price are"
            + " 0.600000000000000000"
      })
  void saysWhereTheBooksDiffer(String fault) {
    String kind = fault.substring(0, fault.indexOf(':'));
    books.used(usage("a", 600));
    if (!kind.equals("not rated")) {
      books.rated(kind.equals("rated more") ? rated("a", 601, "0.601") : rated("a", 600, "0.6"));
    }
    if (kind.equals("rated twice")) {
      books.rated(rated("a", 600, "0.6"));
    }
    books.endOfPartition();
    switch (kind) {
      case "not charged", "not rated" -> {}
      case "charged wrongly" -> books.charged(row("1", "0.7", 600));
      case "rated more" -> books.charged(row("1", "0.601", 601));
      case "rated twice" -> books.charged(row("1", "1.2", 1_200));
      default -> {
        books.charged(row("1", "0.6", 600));
        books.charged(row("2", "0.6", 600));
      }
    }

    Books.Result result = books.result();

    assertThat(result.listed().getFirst())
        .extracting(it -> it.where() + ": " + it.what())
        .isEqualTo(fault.substring(fault.indexOf(':') + 2));
  }

  @Test
  void listsTheFirstDifferencesAndCountsAll() {
    for (int i = 0; i < 100; i++) {
      books.used(usage("a" + i, 1));
    }
    books.endOfPartition();

    Books.Result result = books.result();

    assertThat(result.listed()).hasSize(Books.LISTED_MAX);
    assertThat(result.differences()).isEqualTo(100);
  }

  private static ChargebackRow row(String id, String cost, long tokens) {
    return Rows.row(id, "search", Optional.empty(), HOUR.toString(), cost, tokens);
  }

  private static Usage usage(String id, long tokens) {
    return Usage.newBuilder()
        .setEventId(id)
        .setRequestId("r-" + id)
        .setAttempt(1)
        .setFinalAttempt(true)
        .setOrganisation("acme")
        .setTeam("search")
        .setKeyId("k")
        .setProxyId("p")
        .setProxyEpoch(1)
        .setSequence(1)
        .setRoute("m")
        .setProvider("p")
        .setRequestedModel("m")
        .setServedModel("m")
        .setInputTokens(tokens)
        .setOutputTokens(0)
        .setUsageSource(UsageSource.PROVIDER)
        .setReservedTokens(700)
        .setOutcome(Outcome.COMPLETED)
        .setStatus(200)
        .setStartedAt(HOUR)
        .setEndedAt(HOUR.plusSeconds(60))
        .setPolicyVersion(1)
        .build();
  }

  private static RatedUsage rated(String id, long tokens, String cost) {
    return RatedUsage.newBuilder()
        .setEventId(id)
        .setRequestId("r-" + id)
        .setOrganisation("acme")
        .setTeam("search")
        .setKeyId("k")
        .setProvider("p")
        .setModel("m")
        .setUsageSource(UsageSource.PROVIDER)
        .setCurrency("USD")
        .setItems(List.of(new RatedItemOf(tokens).at(cost)))
        .setUsedAt(HOUR.plusSeconds(60))
        .build();
  }

  private record RatedItemOf(long tokens) {

    RatedItem at(String cost) {
      return RatedItem.newBuilder()
          .setTokenType("input")
          .setTokens(tokens)
          .setPricePerMillion(new BigDecimal("1000").setScale(12))
          .setCost(new BigDecimal(cost).setScale(18))
          .build();
    }

    RatedItem unpriced() {
      return RatedItem.newBuilder().setTokenType("input").setTokens(tokens).build();
    }
  }
}
