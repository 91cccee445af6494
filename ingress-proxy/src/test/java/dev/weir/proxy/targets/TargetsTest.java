package dev.weir.proxy.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.routing.CallOutcome;
import dev.weir.governance.routing.Standing;
import dev.weir.schemas.event.FadingSum;
import dev.weir.schemas.event.RouteHealthReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TargetsTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String POLICY =
      """
      organisation: acme
      providers:
        one: {url: http://one/v1}
        two: {url: http://two/v1}
      models:
        a: {provider: one}
        b: {provider: two, max-concurrent: 1}
        c: {provider: one}
        plain: {provider: one}
        small: {provider: one, max-concurrent: 2}
      routes:
        pair: {failover: [a, b]}
        more: {failover: [a, c]}
      teams: {t: {}}
      """;

  private final OtherProxies others = new OtherProxies("p1", InstantSource.fixed(NOON));
  private final List<String> announced = new ArrayList<>();
  private final Targets targets = new Targets(others, target -> announced.add(target.name()));

  private static PolicySnapshot policy(long version, String text) {
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid(Policy policy) -> new PolicySnapshot(version, policy);
      case PolicyReading.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private Target target(String model) {
    return targets.target(policy(1, POLICY), model);
  }

  private Standing standing(String model, Instant at) {
    return targets.health(policy(1, POLICY), at).of(model).orElseThrow().standing();
  }

  private void fail(Target target, int times, Instant at) {
    for (int i = 0; i < times; i++) {
      assertThat(target.begin(at)).isEqualTo(Place.Taken.IT);
      target.end(CallOutcome.Failed.IT, at);
    }
  }

  private void answer(Target target, int times, Instant at) {
    for (int i = 0; i < times; i++) {
      assertThat(target.begin(at)).isEqualTo(Place.Taken.IT);
      target.end(CallOutcome.Answered.IT, at);
    }
  }

  @Test
  void watchesWhatRoutesLeadToAndWhatHasALimit() {
    assertThat(target("plain")).isSameAs(Target.UNWATCHED);
    assertThat(target("nothing")).isSameAs(Target.UNWATCHED);
    assertThat(announced).containsExactlyInAnyOrder("a", "b", "c", "small");
  }

  @Test
  void givesAsManyPlacesAsThereAre() {
    Target small = target("small");
    assertThat(small.begin(NOON)).isEqualTo(Place.Taken.IT);
    assertThat(small.begin(NOON)).isEqualTo(Place.Taken.IT);

    assertThat(small.begin(NOON)).isEqualTo(Place.Full.IT);
    assertThat(standing("small", NOON)).isEqualTo(Standing.FULL);
    small.end(CallOutcome.Unknown.IT, NOON);
    assertThat(small.begin(NOON)).isEqualTo(Place.Taken.IT);
  }

  @Test
  void restsForAsLongAsAProviderSaysAndThePolicyLetsIt() {
    Target a = target("a");
    assertThat(a.begin(NOON)).isEqualTo(Place.Taken.IT);
    a.end(new CallOutcome.AskedToWait(Duration.ofHours(5)), NOON);

    assertThat(a.begin(NOON.plusSeconds(59))).isEqualTo(new Place.Resting(NOON.plusSeconds(60)));
    assertThat(a.begin(NOON.plusSeconds(60))).isEqualTo(Place.Taken.IT);
  }

  @Test
  void ejectsAModelThatFailsMoreThanThoseThatStandIn() {
    Target a = target("a");
    answer(target("b"), 15, NOON);
    answer(target("c"), 15, NOON);
    for (int i = 0; i < 8; i++) {
      answer(a, 2, NOON);
      fail(a, 1, NOON);
    }

    assertThat(standing("a", NOON)).isEqualTo(Standing.BREAKER_OPEN);
    assertThat(standing("b", NOON)).isEqualTo(Standing.READY);
  }

  @Test
  void ejectsNobodyWhereAllFailAlike() {
    for (int i = 0; i < 12; i++) {
      for (String name : List.of("a", "b", "c")) {
        answer(target(name), 2, NOON);
        fail(target(name), 1, NOON);
      }
    }

    assertThat(standing("a", NOON)).isEqualTo(Standing.READY);
  }

  @Test
  void keepsWhatItKnowsWhereANewPolicyMeansTheSame() {
    fail(target("a"), 5, NOON);
    fail(target("b"), 5, NOON);

    String next = POLICY.replace("b: {provider: two", "b: {provider: one");
    var health = targets.health(policy(2, next), NOON);

    assertThat(health.of("a").orElseThrow().standing()).isEqualTo(Standing.BREAKER_OPEN);
    assertThat(health.of("b").orElseThrow().standing()).isEqualTo(Standing.READY);
    // An exchange that began with the policy before.
    assertThat(target("a")).isSameAs(targets.target(policy(2, next), "a"));
  }

  @Test
  void knowsWhatOtherProxiesHaveMeasured() {
    FadingSum none = new FadingSum(0.0, 0.0, Instant.EPOCH);
    others.replay(
        "one|a|p2",
        new RouteHealthReport(
            "one", "a", "p2", new FadingSum(250.0, 1.0, NOON), none, none, 40L, 30L, null, NOON));

    var health = targets.health(policy(1, POLICY), NOON).of("a").orElseThrow();
    assertThat(health.ttftMillis()).hasValue(250);
    fail(target("a"), 1, NOON);
    assertThat(standing("a", NOON)).isEqualTo(Standing.BREAKER_OPEN);
  }

  @Test
  void restsForAnotherProxyNoLongerThanThePolicyLetsIt() {
    FadingSum none = new FadingSum(0.0, 0.0, Instant.EPOCH);
    Instant far = NOON.plus(Duration.ofDays(9));
    others.replay(
        "one|a|p2", new RouteHealthReport("one", "a", "p2", none, none, none, 0L, 0L, far, NOON));

    assertThat(target("a").begin(NOON)).isEqualTo(new Place.Resting(NOON.plusSeconds(60)));
  }
}
