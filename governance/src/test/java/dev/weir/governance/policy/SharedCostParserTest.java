package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.statement.SharedCost;
import dev.weir.governance.statement.SplitBasis;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedCostParserTest {

  private static final String BEFORE =
      """
      organisation: acme
      providers: {echo: {builtin: echo}}
      models: {m: {provider: echo}}
      teams: {platform: {}, search: {}, support: {}}
      shared-costs:
      """;

  @Test
  void readsWhoseCostsAreBorneByWhom() {
    PolicyReading reading =
        PolicyParser.parse(
            BEFORE
                + """
                - id: index
                  from: {team: platform, project: index}
                  by: tokens
                  among: [support, search]
                - id: desk
                  from: {team: support}
                  by: fixed
                  shares: {search: 60, platform: 1_0}
                """);

    assertThat(reading).isInstanceOf(PolicyReading.Valid.class);
    assertThat(((PolicyReading.Valid) reading).policy().sharedCosts())
        .containsExactly(
            new SharedCost(
                "index",
                new TeamId("platform"),
                Optional.of("index"),
                SplitBasis.TOKENS,
                Map.of("search", 1L, "support", 1L)),
            new SharedCost(
                "desk",
                new TeamId("support"),
                Optional.empty(),
                SplitBasis.FIXED,
                Map.of("search", 60L, "platform", 10L)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "- {from: {team: search}, by: cost, among: [search]}"
            + "! 6:3 shared-costs[0].id: required",
        "- {id: a, from: {team: search}, among: [search]}" + "! 6:3 shared-costs[0].by: required",
        "- {id: a, from: {team: serch}, by: cost, among: [search]}"
            + "! 6:24 shared-costs[0].from.team: no team 'serch'; did you mean 'search'?",
        "- {id: a, from: {team: search}, by: money, among: [search]}"
            + "! 6:37 shared-costs[0].by: expected one of cost, tokens, fixed",
        "- {id: a, from: {team: search}, by: cost, among: []}"
            + "! 6:50 shared-costs[0].among: expected the teams that bear the cost",
        "- {id: a, from: {team: search}, by: cost, among: [search, search]}"
            + "! 6:50 shared-costs[0].among: team 'search' stands here twice",
        "- {id: a, from: {team: search}, by: cost, shares: {search: 1}, among: [search]}"
            + "! 6:51 shared-costs[0].shares: only where by is fixed; name the teams under among",
        "- {id: a, from: {team: search}, by: fixed, among: [search], shares: {search: 1}}"
            + "! 6:51 shared-costs[0].among: not where by is fixed; state shares",
        "- {id: a, from: {team: search}, by: fixed, shares: {search: 0}}"
            + "! 6:61 shared-costs[0].shares.search: expected a whole number from 1, like 128_000",
        "- {id: a, from: {team: search}, by: fixed, shares: {serch: 1}}"
            + "! 6:60 shared-costs[0].shares.serch: no team 'serch'; did you mean 'search'?",
      })
  void saysWhereARuleIsWrong(String rule, String problem) {
    assertThat(problems(rule)).containsExactly(problem);
  }

  @Test
  void letsNoCostBeSplitTwice() {
    assertThat(
            problems(
                """
                - {id: a, from: {team: search, project: p}, by: cost, among: [support]}
                - {id: a, from: {team: search}, by: cost, among: [platform]}
                """))
        .containsExactly(
            "7:8 shared-costs[1].id: another shared cost has this id",
            "7:17 shared-costs[1].from: shared cost 'a' splits this already");
  }

  private static List<String> problems(String rules) {
    return switch (PolicyParser.parse(BEFORE + rules)) {
      case PolicyReading.Valid _ -> List.of();
      case PolicyReading.Invalid(var problems) ->
          problems.stream().map(PolicyProblem::toString).toList();
    };
  }
}
