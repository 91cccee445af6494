package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.governance.firewall.Exfiltration;
import dev.weir.governance.guard.Guard;
import dev.weir.governance.guard.GuardCheck;
import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.guard.GuardMode;
import dev.weir.governance.guard.GuardPlan;
import dev.weir.governance.guard.MaskOperator;
import dev.weir.governance.guard.OnFailure;
import dev.weir.governance.guard.Share;
import dev.weir.governance.guard.Spotlighting;
import dev.weir.governance.guard.TextOrigin;
import dev.weir.governance.identity.TeamId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardParserTest {

  private static final String BASE =
      """
      organisation: acme
      providers: {echo: {builtin: echo}}
      models: {m: {provider: echo}}
      teams:
        search: {}
        legal:
          guards:
            - {id: mail, find: [email-address], mode: block}
      """;

  @Test
  void readsAGuardWithAllThatItMaySay() {
    Guard guard =
        plan(
                "search",
                """
                recognizers:
                  ticket: {regex: "T-[0-9]{4}", words: [Blue Heron], score: 0.8}
                guards:
                  - id: mail
                    find: [email-address, ticket]
                    rules: [card-luhn-brand]
                    min-score: 0.7
                    mode: mask
                    mask: partial
                    direction: prompt
                    share: 25
                    budget: 2_000_000
                    on-failure: fail-closed
                    allow: [help@acme.example, "@weir.example"]
                """)
            .guards()
            .getFirst();

    assertThat(guard.mode()).isEqualTo(GuardMode.MASK);
    assertThat(guard.operator()).isEqualTo(MaskOperator.PARTIAL);
    assertThat(guard.direction()).isEqualTo(GuardDirection.PROMPT);
    assertThat(guard.share()).isEqualTo(new Share(25));
    assertThat(guard.budget()).isEqualTo(2_000_000);
    assertThat(guard.onFailure()).isEqualTo(OnFailure.FAIL_CLOSED);
    assertThat(guard.check())
        .isInstanceOfSatisfying(
            GuardCheck.Contents.class,
            it -> {
              assertThat(it.find()).isEqualTo(Set.of("email-address", "ticket"));
              assertThat(it.rules()).isEqualTo(Set.of("card-luhn-brand"));
              assertThat(it.minScore()).isEqualTo(0.7);
            });
  }

  @Test
  void observesAllTrafficInBothDirectionsWhereNothingElseIsSaid() {
    Guard guard = plan("search", "guards: [{id: any, find: [all]}]").guards().getFirst();

    assertThat(guard.mode()).isEqualTo(GuardMode.OBSERVE);
    assertThat(guard.direction()).isEqualTo(GuardDirection.BOTH);
    assertThat(guard.share()).isEqualTo(Share.ALL);
    assertThat(guard.onFailure()).isEqualTo(OnFailure.FAIL_OPEN);
    assertThat(guard.budget()).isEqualTo(Guard.BUDGET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mask", "block"})
  void letsNoTextOutUnreadWhereItHidesOrRefusesUnlessItIsTold(String mode) {
    String guard = "guards: [{id: any, find: [all], mode: " + mode + "%s}]";

    assertThat(plan("search", guard.formatted("")).guards().getFirst().onFailure())
        .isEqualTo(OnFailure.FAIL_CLOSED_TEXT);
    assertThat(
            plan("search", guard.formatted(", on-failure: fail-open"))
                .guards()
                .getFirst()
                .onFailure())
        .isEqualTo(OnFailure.FAIL_OPEN);
  }

  @Test
  void givesATeamTheOrganisationsGuardsUnlessItHasItsOwnWithTheSameId() {
    String guards = "guards: [{id: mail, find: [email-address]}, {id: long, max-characters: 1000}]";

    assertThat(plan("search", guards).guards())
        .extracting(Guard::id, Guard::mode)
        .containsExactly(tuple("mail", GuardMode.OBSERVE), tuple("long", GuardMode.OBSERVE));
    assertThat(plan("legal", guards).guards())
        .extracting(Guard::id, Guard::mode)
        .containsExactly(tuple("mail", GuardMode.BLOCK), tuple("long", GuardMode.OBSERVE));
  }

  @Test
  void saysWhatIsWrongWithItsPlaceAndWhatWasMeant() {
    assertThat(
            problems(
                """
                recognizers:
                  back: {regex: '(a)\\1'}
                  empty: {regex: "a*"}
                  email-address: {words: [x]}
                guards:
                  - {id: a, find: [emial-address]}
                  - {id: b, find: [all], rules: [card-luhn-brnd]}
                  - {id: c, find: [all], mode: blok}
                  - {id: d}
                  - {id: e, find: [all], max-characters: 5}
                  - {id: f, max-characters: 5, mode: mask}
                  - {id: g, find: [all], on-failure: fail-closed}
                  - {id: h, find: [all], share: 101}
                  - {id: i, find: [all], mask: redact}
                  - {id: j, canary: "x[", direction: response}
                  - {id: k, max-characters: 5, alow: [x]}
                  - {id: l, find: [all], restore: false}
                  - {id: m, find: [all], mode: mask, mask: hash, restore: true}
                  - {id: n, find: [all], mode: mask, restore: maybe}
                  - {id: o, allowed-hosts: ["https://docs.example.com/", docs.example.com]}
                  - {id: p, allowed-tools: [search], mode: mask}
                  - {id: q, allowed-hosts: [], direction: prompt}
                  - {id: r, find: [injection], from: [tool-results]}
                  - {id: s, find: [all], from: [document], direction: both}
                  - {id: t, max-characters: 5, from: [user]}
                """))
        .containsExactly(
            "10:17 recognizers.back.regex: no RE2 regex: invalid escape sequence; RE2 has no"
                + " lookaround and no back references",
            "11:18 recognizers.empty.regex: this regex finds nothing everywhere; let it need a"
                + " character",
            "12:18 recognizers.email-address: detectors find this already; give it another name",
            "14:20 guards[0].find[0]: nothing finds 'emial-address'; did you mean"
                + " 'email-address'?",
            "15:34 guards[1].rules[0]: no rule 'card-luhn-brnd'; did you mean"
                + " 'card-luhn-brand'?",
            "16:32 guards[2].mode: expected one of observe, warn, mask, block; did you mean"
                + " 'block'?",
            "17:5 guards[3]: expected one of find (with rules), allowed-hosts, allowed-tools,"
                + " max-characters, canary, structured-output",
            "18:5 guards[4]: expected one of find (with rules), allowed-hosts, allowed-tools,"
                + " max-characters, canary, structured-output",
            "19:5 guards[5]: mode mask is for what is found in a text; use observe, warn or block",
            "20:38 guards[6].on-failure: a guard that observes or warns lets everything pass; use"
                + " fail-open",
            "21:33 guards[7].share: share is a percentage from 0 to 100",
            "22:26 guards[8].mask: goes with 'mode: mask'",
            "23:21 guards[9].canary: no RE2 regex: missing closing ]; RE2 has no lookaround and no"
                + " back references",
            "24:32 guards[10].alow: no such setting; did you mean 'allow'?",
            "25:26 guards[11].restore: goes with 'mode: mask'",
            "26:59 guards[12].restore: only what 'mask: replace' or 'mask: synthetic' wrote comes"
                + " back",
            "27:47 guards[13].restore: expected one of true, false",
            "28:29 guards[14].allowed-hosts[0]: expected a host like docs.example.com, or"
                + " .example.com for all below it; without scheme, port and path",
            "29:5 guards[15]: mode mask is for what is found in a text; use observe, warn or block",
            "30:5 guards[16]: this guard is for answers: direction is response",
            "31:39 guards[17].from[0]: expected one of system, assistant, user, document,"
                + " tool-result; did you mean 'tool-result'?",
            "32:5 guards[18]: from tells the texts of a prompt apart: direction is prompt",
            "33:32 guards[19].from: goes with find or rules");
  }

  @Test
  void readsWhereAnswersMayLeadAndWhatTheyMayCall() {
    List<Guard> guards =
        plan(
                "search",
                """
                guards:
                  - {id: links, allowed-hosts: [Docs.Example.com, .acme.example], mode: mask}
                  - {id: none, allowed-hosts: [], mode: block}
                  - {id: calls, allowed-tools: [search, lookup], mode: block}
                  - {id: data, find: [injection], from: [document, tool-result], mode: block}
                """)
            .guards();

    assertThat(guards)
        .extracting(Guard::direction)
        .containsExactly(
            GuardDirection.RESPONSE,
            GuardDirection.RESPONSE,
            GuardDirection.RESPONSE,
            GuardDirection.PROMPT);
    assertThat(guards.get(0).check())
        .isEqualTo(
            new GuardCheck.Links(new Exfiltration(Set.of("docs.example.com", ".acme.example"))));
    assertThat(guards.get(1).check()).isEqualTo(new GuardCheck.Links(new Exfiltration(Set.of())));
    assertThat(guards.get(2).check()).isEqualTo(new GuardCheck.Calls(Set.of("search", "lookup")));
    assertThat(guards.get(3).check())
        .isInstanceOfSatisfying(
            GuardCheck.Contents.class,
            it ->
                assertThat(it.from())
                    .containsExactlyInAnyOrder(TextOrigin.DOCUMENT, TextOrigin.TOOL_RESULT));
  }

  @Test
  void marksDataWhereTheOrganisationOrTheTeamWantsIt() {
    assertThat(plan("search", "").spotlighting()).isEqualTo(Spotlighting.OFF);
    assertThat(plan("search", "").isEmpty()).isTrue();
    assertThat(plan("search", "spotlight: delimit").spotlighting()).isEqualTo(Spotlighting.DELIMIT);
    assertThat(plan("search", "spotlight: delimit").isEmpty()).isFalse();
    assertThat(problems("spotlight: delimited"))
        .containsExactly("9:12 spotlight: expected one of off, delimit; did you mean 'delimit'?");
  }

  @Test
  void showsWhatChangesOfAGuard() {
    assertThat(
            PolicyDiff.between(
                BASE + "guards: [{id: mail, find: [email-address], mode: observe}]",
                BASE + "guards: [{id: mail, find: [email-address], mode: block}]"))
        .extracting(PolicyChange::path)
        .containsExactly("guards[mail].mode");
  }

  private static GuardPlan plan(String team, String section) {
    return switch (PolicyParser.parse(BASE + section)) {
      case PolicyReading.Valid(Policy policy) ->
          policy.team(new TeamId(team)).orElseThrow().guards();
      case PolicyReading.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private static List<String> problems(String section) {
    return switch (PolicyParser.parse(BASE + section)) {
      case PolicyReading.Valid _ -> List.of();
      case PolicyReading.Invalid(var problems) ->
          problems.stream()
              .map(it -> it.line() + ":" + it.column() + " " + it.path() + ": " + it.message())
              .toList();
    };
  }
}
