package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads a policy, or says all that is wrong with it, each with its place. */
final class PolicyParserTest {

  private static final String WHOLE =
      """
      organisation: acme
      recording: open
      providers:
        echo: {builtin: echo}
        openai:
          kind: openai
          url: https://api.openai.com/v1
          credential: ${env:OPENAI_API_KEY}
          timeouts: {connect: 2s, first-byte: 30s, idle: 500ms}
      models:
        echo-small: {provider: echo}
        fast: {provider: openai, upstream-model: gpt-5-mini}
      teams:
        search:
          recording: strict
          models: [fast]
          limits:
            - {id: daily, unit: tokens, window: day, time-zone: Europe/Berlin, max: 20_000}
            - {id: calls, unit: requests, window: minute, max: 60, mode: soft}
        ads: {}
        web: {recording: spool}
      prices:
        - {provider: openai, model: gpt-5-mini, token-type: input, per-million: "0.25",
           valid-from: 2026-01-01, source: price list}
      """;

  @Test
  void readsTheWholeDocument() {
    Policy policy = valid(WHOLE);

    TeamId search = new TeamId("search");
    assertThat(policy.organisation()).isEqualTo("acme");
    assertThat(policy.providers().get("openai"))
        .isEqualTo(
            new Provider(
                "openai",
                ProviderKind.OPENAI,
                new ProviderAddress.Url(java.net.URI.create("https://api.openai.com/v1")),
                List.of(
                    new ProviderCredential.ApiKey(
                        new CredentialReference("${env:OPENAI_API_KEY}"))),
                new Provider.Timeouts(
                    Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMillis(500)),
                ""));
    assertThat(policy.model("fast")).contains(new ModelRoute("fast", "openai", "gpt-5-mini"));
    assertThat(policy.model("echo-small"))
        .contains(new ModelRoute("echo-small", "echo", "echo-small"));
    assertThat(policy.team(search))
        .contains(
            new Team(
                search,
                RecordingMode.STRICT,
                Set.of("fast"),
                List.of(
                    new Limit(
                        "daily",
                        search,
                        LimitUnit.TOKENS,
                        new Window(Window.Span.DAY, ZoneId.of("Europe/Berlin")),
                        20_000,
                        LimitMode.HARD),
                    new Limit(
                        "calls",
                        search,
                        LimitUnit.REQUESTS,
                        new Window(Window.Span.MINUTE, ZoneOffset.UTC),
                        60,
                        LimitMode.SOFT))));
    assertThat(policy.team(new TeamId("ads")).orElseThrow().recording())
        .isEqualTo(RecordingMode.OPEN);
    assertThat(policy.team(new TeamId("web")).orElseThrow().recording())
        .isEqualTo(RecordingMode.SPOOL);
    assertThat(policy.prices())
        .containsExactly(
            new PriceEntry(
                "openai",
                "gpt-5-mini",
                "input",
                new BigDecimal("0.25"),
                "USD",
                Instant.parse("2026-01-01T00:00:00Z"),
                "price list"));
  }

  @Test
  void reportsEveryProblemAtOnceWithItsPlace() {
    String wrong =
        """
        organisation: acme
        recording: spooled
        providers:
          openai:
            url: api.openai.com
            credential: sk-live-123
            timeout: {connect: 2s}
        models:
          fast: {provider: opnai}
        teams:
          Search:
            limits:
              - {id: daily, unit: token, window: day, max: lots}
        prices:
          - {provider: openai, model: fast, token-type: inputs, per-million: -1, valid-from: soon}
        """;

    assertThat(PolicyParser.parse(wrong)).isInstanceOf(PolicyReading.Invalid.class);
    assertThat(problems(wrong))
        .isEqualTo(
            """
            2:12 recording: expected one of strict, spool, open; did you mean 'spool'?
            5:10 providers.openai.url: expected a base URL like https://api.openai.com/v1
            6:17 providers.openai.credential: expected a reference like ${env:OPENAI_API_KEY}; a policy never holds a credential
            7:5 providers.openai.timeout: no such setting; did you mean 'timeouts'?
            9:20 models.fast.provider: no provider 'opnai'; did you mean 'openai'?
            12:5 teams.Search: a team's name has 1 to 63 of a-z 0-9 . _ - and starts with a letter or digit: 'Search'
            13:27 teams.Search.limits[0].unit: expected one of requests, tokens, usd, concurrent; did you mean 'tokens'?
            13:52 teams.Search.limits[0].max: expected a whole number from 0, like 20000
            15:5 prices[0]: a price cannot be negative: -1
            15:49 prices[0].token-type: expected one of audio, audio-output, cache-read, cache-read-audio, cache-write, cache-write-1h, image, image-output, input, output, reasoning; did you mean 'input'?
            15:86 prices[0].valid-from: expected a date like 2026-01-01 (its start in UTC)\
            """);
  }

  @Test
  void namesTheLineWhereTheYamlBreaks() {
    assertThat(problems("organisation: acme\nteams: [a\n")).startsWith("3:1 no valid YAML: ");
  }

  @Test
  void saysWhatAnEmptyPolicyLacks() {
    assertThat(problems("")).contains("organisation, providers, models and teams");
    assertThat(problems("organisation: acme"))
        .contains("providers: required")
        .contains("models: required")
        .contains("teams: required");
  }

  @Test
  void asksAProviderForWhatItsKindNeedsAndNothingElse() {
    String text =
        """
        organisation: acme
        providers:
          a: {url: http://127.0.0.1:11434/v1}
          b: {kind: anthropic, url: https://api.anthropic.com/v1, api-version: "1"}
          c: {kind: azure-openai, url: https://acme.openai.azure.com}
          d: {kind: antropic, url: https://api.anthropic.com/v1}
        models:
          m: {provider: a}
        teams:
          t: {}
        """;

    assertThat(problems(text))
        .contains("providers.b.api-version: this kind of provider takes none")
        .contains("providers.c.api-version: required for this kind of provider")
        .contains("providers.d.kind: ")
        .contains("anthropic");
  }

  @Test
  void readsWhatATeamMayCallOfAProvidersOwnApi() {
    Policy policy =
        valid(
            WHOLE
                .replace("teams:\n", "passthrough: {openai: openai}\nteams:\n")
                .replace("ads: {}", "ads: {passthrough: [/openai/v1/files], translation: refuse}"));

    Team ads = policy.team(new TeamId("ads")).orElseThrow();
    assertThat(policy.passthrough()).containsExactly(Map.entry(NativeApi.OPENAI, "openai"));
    assertThat(ads.translation()).isEqualTo(TranslationLoss.REFUSE);
    assertThat(ads.mayPass("/openai/v1/files")).isTrue();
    assertThat(ads.mayPass("/openai/v1/files/file-1/content")).isTrue();
    assertThat(ads.mayPass("/openai/v1/filesystem")).isFalse();
    assertThat(ads.mayPass("/openai/v1")).isFalse();
    assertThat(policy.team(new TeamId("web")).orElseThrow().mayPass("/openai/v1/files")).isFalse();
  }

  @Test
  void findsWhatIsWrongWithAPassthrough() {
    String wrong =
        WHOLE
            .replace("teams:\n", "passthrough: {openai: opnai, genai: openai}\nteams:\n")
            .replace("ads: {}", "ads: {passthrough: [files, /anthropic/v1/files, /openai/../x]}");

    assertThat(problems(wrong))
        .contains("passthrough.openai: no provider 'opnai'; did you mean 'openai'?")
        .contains("passthrough.genai: a provider of another kind has no such API")
        .contains("expected a path like /openai/v1/files, not 'files'")
        .contains("expected a path like /openai/v1/files, not '/openai/../x'")
        .contains("set the policy's passthrough.anthropic for this path");
  }

  @Test
  void refusesTwoPricesOfTheSameTokensFromTheSameDay() {
    String second =
        "  - {provider: openai, model: gpt-5-mini, token-type: input, per-million: 1,"
            + " valid-from: 2026-01-01}\n";

    assertThat(problems(WHOLE + second))
        .endsWith(
            "prices[1].valid-from: these tokens have a price from 2026-01-01 already; keep one");
    assertThat(problems(WHOLE + second.replace("2026-01-01", "2026-02-01"))).isEmpty();
  }

  @Test
  void refusesPricesOfTheSameTokensInTwoCurrencies() {
    String second =
        "  - {provider: openai, model: gpt-5-mini, token-type: input, per-million: 1,"
            + " currency: EUR, valid-from: 2026-02-01}\n";

    assertThat(problems(WHOLE + second))
        .contains("prices[1].currency: these tokens have a price in USD already");
  }

  @Test
  void refusesAKeyThatStandsTwice() {
    assertThat(problems(WHOLE + "organisation: other\n"))
        .contains("organisation: stands here twice");
  }

  @Test
  void refusesATextThatIsTooLong() {
    assertThat(problems("#".repeat(PolicyParser.MAX_CHARACTERS + 1))).contains("longer than");
  }

  /** Whatever a text turns into when characters are lost or swapped, it is an answer. */
  @ParameterizedTest
  @MethodSource("seeds")
  void answersAnyText(long seed) {
    var random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder(WHOLE);
    for (int i = 0; i < 1 + seed % 5; i++) {
      int at = random.nextInt(text.length());
      if (random.nextBoolean()) {
        text.deleteCharAt(at);
      } else {
        text.setCharAt(at, WHOLE.charAt(random.nextInt(WHOLE.length())));
      }
    }

    assertThat(PolicyParser.parse(text.toString())).isNotNull();
  }

  private static Policy valid(String text) {
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid(Policy policy) -> policy;
      case PolicyReading.Invalid(List<PolicyProblem> problems) ->
          throw new AssertionError(problems);
    };
  }

  private static String problems(String text) {
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid _ -> "";
      case PolicyReading.Invalid(List<PolicyProblem> problems) ->
          problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n"));
    };
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }
}
