package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.routing.Capability;
import dev.weir.schemas.event.PolicyDocument;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class CatalogueTest {

  private static final String CATALOGUE =
      """
      dated: 2026-08-21
      providers:
        openai:
          kinds: [openai]
          source: "https://example.org/openai"
          tiers: {flex: 0.5}
          models:
            big:
              also: ["big \\"one\\""]
              context-tokens: 400_000
              max-output-tokens: 1000
              capabilities: [images, tools]
              source: "https://example.org/big"
              prices:
                - {valid-from: 2026-08-21, input: 0.25, cache-read: 0.025, output: 2, above: [{input-tokens: 200_000, input: 0.5, output: 3}]}
                - {valid-from: 2026-10-01, input: 0.5, output: 4}
        groq:
          hosts: [api.groq.com]
          source: "https://example.org/groq"
          models:
            quick: {prices: [{valid-from: 2026-08-21, currency: EUR, input: 1, output: 1}]}
      """;

  private static final String POLICY =
      """
      organisation: acme
      providers:
        mine: {kind: openai, url: "https://api.openai.com/v1"}
        fast: {url: "https://api.groq.com/openai/v1"}
        echo: {builtin: echo}
      models:
        a: {provider: mine, upstream-model: big-2026-01-31, context-tokens: 5}
        b: {provider: fast, upstream-model: quick}
        c: {provider: echo, upstream-model: big}
        d: {provider: mine, upstream-model: unheard-of}
      teams: {t: {}}
      """;

  @Test
  void fillsWhatThePolicyLeavesOutAndNothingElse() {
    Policy completed = catalogue(CATALOGUE).complete(policy(POLICY));

    assertThat(completed.model("a").orElseThrow().traits().contextTokens()).hasValue(5);
    assertThat(completed.model("a").orElseThrow().traits().maxOutputTokens()).hasValue(1000);
    assertThat(completed.model("a").orElseThrow().traits().capabilities())
        .hasValue(Set.of(Capability.IMAGES, Capability.TOOLS));
    assertThat(completed.model("c").orElseThrow().traits().maxOutputTokens()).isEmpty();
    assertThat(completed.model("d").orElseThrow().traits().maxOutputTokens()).isEmpty();
    assertThat(completed.prices()).extracting(PriceEntry::provider).containsOnly("mine", "fast");
    assertThat(completed.prices())
        .filteredOn(it -> it.provider().equals("fast"))
        .extracting(PriceEntry::currency)
        .containsOnly("EUR");
  }

  @Test
  void chargesWhatAVendorDoesNotListAsTheInputOrOutputThatItIs() {
    assertThat(catalogue(CATALOGUE).complete(policy(POLICY)).prices())
        .filteredOn(it -> it.provider().equals("mine") && it.tier().isDefault())
        .extracting(it ->
            it.validFrom().toString().substring(0, 10)
                + " "
                + it.tokenType()
                + " "
                + it.perMillion())
        .containsExactlyInAnyOrder(
            "2026-08-21 input 0.25",
            "2026-08-21 cache-read 0.025",
            "2026-08-21 cache-write 0.25",
            "2026-08-21 cache-write-1h 0.25",
            "2026-08-21 audio 0.25",
            "2026-08-21 audio-output 2",
            "2026-08-21 image 0.25",
            "2026-08-21 image-output 2",
            "2026-08-21 output 2",
            "2026-08-21 reasoning 2",
            "2026-10-01 input 0.5",
            "2026-10-01 cache-read 0.5",
            "2026-10-01 cache-write 0.5",
            "2026-10-01 cache-write-1h 0.5",
            "2026-10-01 audio 0.5",
            "2026-10-01 audio-output 4",
            "2026-10-01 image 0.5",
            "2026-10-01 image-output 4",
            "2026-10-01 output 4",
            "2026-10-01 reasoning 4");
  }

  @Test
  void listsATierAtItsShareAndLongRequestsAtTheirOwnPrice() {
    assertThat(catalogue(CATALOGUE).complete(policy(POLICY)).prices())
        .filteredOn(it ->
            it.provider().equals("mine")
                && it.tokenType().equals("reasoning")
                && it.validFrom().equals(Instant.parse("2026-08-21T00:00:00Z")))
        .extracting(it -> it.bookKey() + " " + it.perMillion() + " " + it.steps())
        .containsExactly(
            "mine|big-2026-01-31|reasoning 2 "
                + "[PriceStep[aboveInputTokens=200000, perMillion=3.000000000000, scope=REQUEST]]",
            "mine|big-2026-01-31|reasoning|flex 1.0 "
                + "[PriceStep[aboveInputTokens=200000, perMillion=1.500000000000, scope=REQUEST]]");
  }

  @Test
  void leavesWhatIsKeptForAnHourUnpricedWhereAVendorStatesMinutesAlone() {
    String stated = CATALOGUE.replace("cache-read: 0.025", "cache-write: 0.3");

    assertThat(catalogue(stated).complete(policy(POLICY)).prices())
        .filteredOn(it -> it.provider().equals("mine"))
        .filteredOn(it -> it.tokenType().equals("cache-write-1h"))
        .extracting(it -> it.validFrom().toString())
        .doesNotContain("2026-08-21T00:00:00Z")
        .contains("2026-10-01T00:00:00Z");
  }

  @Test
  void givesAModelNoPriceWhereThePolicyHasAny() {
    String own =
        POLICY
            + """
            prices:
              - {provider: mine, model: big-2026-01-31, token-type: input, per-million: 9, valid-from: 2026-01-01}
            """;

    assertThat(catalogue(CATALOGUE).complete(policy(own)).prices())
        .filteredOn(it -> it.provider().equals("mine"))
        .singleElement()
        .extracting(PriceEntry::source)
        .isEqualTo("policy");
  }

  @Test
  void carriesTheUsedPartWithThePolicyAndReadsItBackTheSame() {
    Catalogue used = catalogue(CATALOGUE).usedBy(policy(POLICY));

    assertThat(catalogue(CatalogueText.of(used))).isEqualTo(used);
    var document = new PolicyDocument(7L, POLICY, Instant.EPOCH, "jo", "", CatalogueText.of(used));
    assertThat(PolicySnapshot.read(document))
        .isEqualTo(new PolicyReading.Valid(used.complete(policy(POLICY))));
    assertThat(CatalogueText.of(catalogue(CATALOGUE).usedBy(policy(POLICY.replace("fast", "x")))))
        .contains("\"big\"");
  }

  @Test
  void refusesAVersionWhoseCatalogueCannotBeRead() {
    var document = new PolicyDocument(7L, POLICY, Instant.EPOCH, "jo", "", "dated: soon");

    assertThat(PolicySnapshot.read(document)).isInstanceOf(PolicyReading.Invalid.class);
  }

  @Test
  void reportsEveryProblemOfACatalogueWithItsPlace() {
    String wrong =
        """
        dated: 2026-08-21
        providers:
          openai:
            kinds: [opneai]
            tiers: {default: 1, flex: 200}
            models:
              a: {also: [b], prices: [{valid-from: 2026-01-01, input: -1}, {valid-from: 2026-01-01, inputs: 1}]}
              c: {prices: [{valid-from: 2026-01-01, input: 1, above: [{output: 2}, {input-tokens: 5}]}]}
              b: {contxt-tokens: 5, prices: [{valid-from: 2026-01-01, currency: usd, input: 1}]}
        """;

    assertThat(problems(wrong))
        .contains("providers.openai.kinds[0]: expected one of ")
        .contains("did you mean 'openai'?")
        .contains("providers.openai.source: required")
        .contains("prices[0].input: expected a price from 0")
        .contains("prices[1].inputs: no such setting; did you mean 'input'?")
        .contains("prices[1].valid-from: this model has prices from this day already")
        .contains("b.contxt-tokens: no such setting; did you mean 'context-tokens'?")
        .contains("a currency has three capital letters")
        .contains("'b' is the name of two models")
        .contains("tiers.default: expected a tier like flex or batch and not the default one")
        .contains("tiers.flex: expected a share of the default price from 0 to 100")
        .contains("above[0].input-tokens: required")
        .contains("above[1]: a price of at least one token type is needed");
    assertThat(problems("")).contains("the catalogue is empty");
    assertThat(problems("a: [")).contains("no valid YAML");
    assertThat(problems("#".repeat(CatalogueParser.MAX_CHARACTERS + 1))).contains("longer than");
  }

  private static Catalogue catalogue(String text) {
    return switch (CatalogueParser.parse(text)) {
      case CatalogueReading.Valid(var catalogue) -> catalogue;
      case CatalogueReading.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private static String problems(String text) {
    return switch (CatalogueParser.parse(text)) {
      case CatalogueReading.Valid _ -> "";
      case CatalogueReading.Invalid(var problems) ->
          problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n"));
    };
  }

  private static Policy policy(String text) {
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid(var policy) -> policy;
      case PolicyReading.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }
}
