package dev.weir.standalone.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.governance.policy.CatalogueText;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.WrappedDataKey;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.event.Price;
import dev.weir.schemas.topic.Topic;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlPlaneTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final KeyEncryptionKey SECRET = new KeyEncryptionKey(new byte[32]);
  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      teams:
        search: {}
        finance: {}
      prices:
        - {provider: echo, model: echo-small, token-type: input, per-million: 0.50, valid-from: 2026-06-01}
        - {provider: echo, model: echo-small, token-type: input, per-million: 0.25, valid-from: 2026-01-01}
        - {provider: echo, model: echo-small, token-type: output, per-million: 1.5, valid-from: 2026-01-01}
      """;

  private final MemoryControlLog log = new MemoryControlLog();
  private final ControlPlane control =
      new ControlPlane(log, () -> SECRET, InstantSource.fixed(NOON), new SecureRandom());

  @Test
  void publishesKeysAndPricesBeforeThePolicyThatNeedsThem() {
    assertThat(control.apply(POLICY, "jo")).isEqualTo(new Application.Applied(1, 2, 2));

    assertThat(log.writes())
        .containsExactly(
            Topic.DATA_KEYS, Topic.DATA_KEYS, Topic.PRICE_BOOK, Topic.PRICE_BOOK, Topic.POLICY);
    assertThat(log.read(Topic.POLICY, PolicyEntry.class).keySet())
        .singleElement()
        .asString()
        .matches("version/0000000001/[a-z0-9]{12}");
    assertThat(control.policy()).hasValue(new PolicyDocument(1L, POLICY, NOON, "jo", "", ""));
  }

  @Test
  void refusesALimitThatCountsSomethingElseUnderTheSameId() {
    String limited =
        POLICY.replace(
            "finance: {}", "finance: {limits: [{id: all, unit: tokens, window: day, max: 100}]}");
    control.apply(limited, "jo");

    Application refused = control.apply(limited.replace("unit: tokens", "unit: requests"), "jo");
    Application softer = control.apply(limited.replace("max: 100", "max: 100, mode: soft"), "jo");
    Application elsewhere =
        control.apply(limited.replace("max: 100", "max: 100, time-zone: Asia/Tokyo"), "jo");
    Application smaller = control.apply(limited.replace("max: 100", "max: 90"), "jo");

    assertThat(refused)
        .isInstanceOfSatisfying(
            Application.Invalid.class,
            it ->
                assertThat(it.problems())
                    .singleElement()
                    .asString()
                    .isEqualTo(
                        "8:3 teams.finance: limit 'all' is a hard limit of tokens per day in UTC in the policy that"
                            + " governs, and here a hard limit of requests per day in UTC: give the new one another id"));
    assertThat(softer).isInstanceOf(Application.Invalid.class);
    assertThat(elsewhere).isInstanceOf(Application.Invalid.class);
    assertThat(smaller).isEqualTo(new Application.Applied(2, 2, 0));
  }

  @Test
  void leavesThePricesOfTheVersionInForceWhereAnotherWasFaster() {
    control.apply(POLICY.substring(0, POLICY.indexOf("prices:")), "jo");
    log.beforeNext(Topic.PRICE_BOOK, () -> control.apply(POLICY, "faster"));

    Application lost =
        control.apply(
            POLICY.replace("1.5", "20"), new Publication("slower", "", OptionalLong.of(1)));

    assertThat(lost).isInstanceOf(Application.Overtaken.class);
    assertThat(log.read(Topic.PRICE_BOOK, Price.class).values().toString())
        .contains("1.5")
        .doesNotContain("20.0");
  }

  @Test
  void appliesACatalogueToThePolicyThatSomebodyPublishedMeanwhile() {
    String policy =
        """
        organisation: acme
        providers: {openai: {kind: openai, url: "https://api.openai.com/v1"}}
        models: {gpt-5-mini: {provider: openai}}
        teams: {search: {}}
        """;
    String meanwhile = policy.replace("search", "finance");
    control.apply(policy, "jo");
    String newer =
        CatalogueText.of(control.catalogue())
            .replaceFirst("dated: [0-9-]+", "dated: 2099-01-01")
            .replace("gpt-5-mini", "gpt-5-other");
    log.beforeNext(Topic.POLICY, () -> control.apply(meanwhile, "faster"));

    control.updateCatalogue(newer, Publication.by("jo"));

    assertThat(control.policy().map(PolicyDocument::getText)).hasValue(meanwhile);
  }

  @Test
  void givesEachTeamOneDataKeyThatOnlyTheSecretOpens() {
    control.apply(POLICY, "jo");
    control.apply(POLICY + "# a change\n", "jo");

    Map<String, DataKey> keys = log.read(Topic.DATA_KEYS, DataKey.class);
    assertThat(keys.values())
        .extracting(DataKey::getSubject)
        .containsExactlyInAnyOrder("search", "finance");
    assertThat(keys)
        .allSatisfy((name, key) -> {
          assertThat(name).isEqualTo(key.getSubject() + "|" + key.getKeyId());
          assertThat(WrappedDataKey.of(key).unwrap(SECRET).keyId()).isEqualTo(key.getKeyId());
        });
  }

  @Test
  void ordersThePeriodsOfAPriceAndTakesBackWhatIsGone() {
    control.apply(POLICY, "jo");

    Map<String, Price> prices = log.read(Topic.PRICE_BOOK, Price.class);
    assertThat(prices).containsOnlyKeys("echo|echo-small|input", "echo|echo-small|output");
    assertThat(prices.values().iterator().next().getPeriods())
        .extracting(period -> period.getPricePerMillion().stripTrailingZeros().toPlainString())
        .containsExactly("0.25", "0.5");

    control.apply(POLICY.substring(0, POLICY.indexOf("prices:")), "jo");
    assertThat(log.read(Topic.PRICE_BOOK, Price.class)).isEmpty();
  }

  /** The new policy brings a team and a price, changes a price, and takes one back: five writes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void neverChargesThePolicyInForceByThePricesOfAnother(int writesBeforeItDies) {
    String before = POLICY;
    String after =
        POLICY
            .replace("per-million: 0.50", "per-million: 0.75")
            .replace("token-type: output", "token-type: cache-read")
            .replace("finance: {}", "finance: {}\n  ads: {}");
    control.apply(before, "jo");
    Map<String, List<String>> pricesBefore = prices();
    log.failAfter(writesBeforeItDies);

    boolean died = false;
    try {
      control.apply(after, "jo");
    } catch (ControlException e) {
      died = true;
    }

    assertThat(died).isEqualTo(writesBeforeItDies < 5);
    if (control.policy().orElseThrow().getText().equals(before)) {
      assertThat(prices()).containsAllEntriesOf(pricesBefore);
    } else {
      assertThat(prices()).containsKeys("echo|echo-small|input", "echo|echo-small|cache-read");
    }

    log.mend();
    control.apply(after, "jo");
    assertThat(control.policy().orElseThrow().getVersion()).isEqualTo(2);
    assertThat(prices())
        .containsOnly(
            Map.entry("echo|echo-small|input", List.of("0.25", "0.75")),
            Map.entry("echo|echo-small|cache-read", List.of("1.5")));
  }

  /** Reasoning is charged as output while it has no price, and a dated name as the undated one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "model: echo-small, token-type: reasoning",
        "model: echo-small-2026, token-type: output"
      })
  void letsNoNewPriceTakeTheOldOnesPlaceBeforeItsPolicyIsInForce(String price) {
    control.apply(POLICY, "jo");
    Map<String, List<String>> before = prices();
    Map<String, List<String>> seen = new HashMap<>();
    log.beforeNext(Topic.POLICY, () -> seen.putAll(prices()));

    control.apply(
        POLICY + "  - {provider: echo, " + price + ", per-million: 9, valid-from: 2026-01-01}\n",
        "jo");

    assertThat(seen).isEqualTo(before);
    assertThat(prices()).hasSize(before.size() + 1);
  }

  private Map<String, List<String>> prices() {
    Map<String, List<String>> prices = new HashMap<>();
    log.read(Topic.PRICE_BOOK, Price.class)
        .forEach((key, price) ->
            prices.put(
                key,
                price.getPeriods().stream()
                    .map(period -> period.getPricePerMillion().stripTrailingZeros().toPlainString())
                    .toList()));
    return prices;
  }

  @Test
  void countsVersionsAndLeavesTheSameTextAlone() {
    control.apply(POLICY, "jo");
    int writes = log.writes().size();

    assertThat(control.apply(POLICY, "jo")).isEqualTo(new Application.Unchanged(1));
    assertThat(log.writes()).hasSize(writes);
    assertThat(control.apply(POLICY + "\n", "jo")).isEqualTo(new Application.Applied(2, 2, 0));
  }

  @Test
  void writesNoPriceAgainThatAnotherVersionSaysToo() {
    control.apply(POLICY, "jo");
    int before = Collections.frequency(log.writes(), Topic.PRICE_BOOK);

    control.apply(POLICY.replace("finance: {}", "finance: {}\n  ads: {}"), "jo");

    assertThat(Collections.frequency(log.writes(), Topic.PRICE_BOOK)).isEqualTo(before);
  }

  @Test
  void publishesNothingOfAPolicyThatIsWrong() {
    assertThat(
            control.apply(
                POLICY.replace("echo-small: {provider: echo}", "echo-small: {provider: eco}"),
                "jo"))
        .isInstanceOf(Application.Invalid.class);
    assertThat(log.writes()).isEmpty();
  }

  @Test
  void takesTheNextNumberWhereAnotherWasFasterAndLeavesNothingOfTheFirstTry() {
    control.apply(POLICY, "jo");
    var other = new ControlPlane(log, () -> SECRET, InstantSource.fixed(NOON), new SecureRandom());
    log.beforeNext(Topic.POLICY, () -> other.apply(POLICY + "# kim\n", "kim"));

    assertThat(control.apply(POLICY + "# jo\n", "jo")).isEqualTo(new Application.Applied(3, 2, 0));

    assertThat(control.history())
        .extracting(PolicyDocument::getPublishedBy)
        .containsExactly("jo", "kim", "jo");
    assertThat(log.read(Topic.POLICY, PolicyEntry.class)).hasSize(3);
  }

  @Test
  void endsWithThePricesOfTheNewestWhereAnotherVersionComesWhileTheyAreWritten() {
    control.apply(POLICY, "jo");
    var other = new ControlPlane(log, () -> SECRET, InstantSource.fixed(NOON), new SecureRandom());
    String mine = POLICY.replace("per-million: 0.50", "per-million: 0.75");
    log.afterNext(Topic.POLICY, () -> other.apply(mine.replace("0.75", "0.9"), "kim"));

    control.apply(mine, "jo");

    assertThat(control.policy().orElseThrow().getPublishedBy()).isEqualTo("kim");
    assertThat(prices()).containsEntry("echo|echo-small|input", List.of("0.25", "0.9"));
  }

  @Test
  void publishesNothingWhereAnotherVersionGovernsThanTheOneThatIsToBeReplaced() {
    control.apply(POLICY, "jo");
    int writes = log.writes().size();

    assertThat(control.apply(POLICY + "#\n", new Publication("kim", "", OptionalLong.of(0))))
        .isInstanceOfSatisfying(
            Application.Overtaken.class,
            it -> assertThat(it.governs().orElseThrow().getVersion()).isEqualTo(1));
    assertThat(log.writes()).hasSize(writes);
  }

  @Test
  void rollsBackByANewVersion() {
    control.apply(POLICY, "jo");
    control.apply(POLICY + "# wrong\n", "jo");

    control.rollback(1, Publication.by("kim"));

    assertThat(control.history())
        .extracting(PolicyDocument::getVersion, PolicyDocument::getComment)
        .containsExactly(tuple(1L, ""), tuple(2L, ""), tuple(3L, "rollback to version 1"));
    assertThat(control.policy().orElseThrow().getText()).isEqualTo(POLICY);
    assertThatThrownBy(() -> control.rollback(7, Publication.by("kim")))
        .hasMessageContaining("there is no version 7");
  }
}
