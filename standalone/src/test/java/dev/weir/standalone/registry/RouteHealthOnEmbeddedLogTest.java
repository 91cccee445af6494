package dev.weir.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.routing.CallOutcome;
import dev.weir.governance.routing.ModelHealth;
import dev.weir.governance.routing.Standing;
import dev.weir.proxy.targets.HealthFeed;
import dev.weir.proxy.targets.OtherProxies;
import dev.weir.proxy.targets.Targets;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.view.TopicFollower;
import dev.weir.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one proxy measures, another one knows through a real log; and no longer once it is gone. */
@Timeout(120)
class RouteHealthOnEmbeddedLogTest {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final PolicySnapshot POLICY =
      switch (PolicyParser.parse(
          """
          organisation: acme
          providers: {one: {url: http://one/v1}}
          models: {a: {provider: one}, b: {provider: one}}
          routes: {pair: {lowest-latency: [a, b]}}
          teams: {t: {}}
          """)) {
        case PolicyReading.Valid(var policy) -> new PolicySnapshot(1, policy);
        case PolicyReading.Invalid(var problems) -> throw new AssertionError(problems);
      };

  @Test
  void followsTheMeasurementsOfOtherProxies(@TempDir Path data) {
    try (var broker = EmbeddedBroker.start(data, 0);
        var registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0)) {
      LogConnection log = LogConnection.of(broker.bootstrapServers(), registry.uri());
      TopicKeeper.ensure(log, 1);
      OtherProxies seenByFirst = new OtherProxies("p1", CLOCK);
      OtherProxies seenBySecond = new OtherProxies("p2", CLOCK);
      Targets first = new Targets(seenByFirst, _ -> {});
      Targets second = new Targets(seenBySecond, _ -> {});
      try (var serdes = new EventSerdes(log);
          var follower = new TopicFollower(log, serdes, "test")) {
        follower.follow(Topic.ROUTE_HEALTH, seenBySecond);
        follower.start();
        try (var feed = HealthFeed.start(first, seenByFirst, "p1", log, serdes, CLOCK)) {
          var target = first.target(POLICY, "a");
          var _ = target.begin(CLOCK.instant());
          target.end(new CallOutcome.Measured(321, 50), CLOCK.instant());
          var _ = target.begin(CLOCK.instant());
          target.end(new CallOutcome.AskedToWait(SOON), CLOCK.instant());

          ModelHealth known =
              await(follower, second, it -> it.standing() == Standing.ASKED_TO_WAIT);

          assertThat(known.ttftMillis().orElseThrow()).isEqualTo(321);
          assertThat(known.samples()).isEqualTo(1);
          assertThat(feed.unsent()).isZero();
        }
        ModelHealth after = await(follower, second, it -> it.standing() == Standing.READY);
        assertThat(after.ttftMillis()).isEmpty();
      }
    }
  }

  /** Each look waits for the log to be read to its end. */
  private static ModelHealth await(
      TopicFollower follower, Targets targets, Predicate<ModelHealth> until) {
    Instant late = CLOCK.instant().plus(SOON);
    while (true) {
      assertThat(follower.catchUp(SOON)).isTrue();
      ModelHealth known = targets.health(POLICY, CLOCK.instant()).of("a").orElseThrow();
      if (until.test(known)) {
        return known;
      }
      assertThat(CLOCK.instant()).isBefore(late);
    }
  }
}
