package dev.weir.proxy.measure;

import dev.weir.dialects.usage.TokenCounts;
import dev.weir.proxy.targets.Target;
import dev.weir.schemas.event.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The proxy's meters. Labels come from the policy or from closed lists; beyond {@link #SERIES_MAX}
 * combinations all further ones are counted under {@code other}.
 */
public final class ProxyMetrics {

  private static final int SERIES_MAX = 2_000;
  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final Map<Labels, Series> series = new ConcurrentHashMap<>();
  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<String, Named> targets = new ConcurrentHashMap<>();
  private final Timer overhead;

  public ProxyMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.overhead =
        Timer.builder("weir.overhead")
            .description("Time that the gateway itself took before the first byte of an answer")
            .serviceLevelObjectives(
                Duration.ofNanos(100_000),
                Duration.ofNanos(250_000),
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100))
            .register(registry);
  }

  /** An exchange with a provider or a refusal of a known caller. */
  public void exchange(
      String team, String model, Outcome outcome, long tookNanos, OptionalLong firstByteNanos) {
    Series meters = series(team, model, outcome);
    meters.duration.record(tookNanos, TimeUnit.NANOSECONDS);
    firstByteNanos.ifPresent(nanos -> meters.firstToken.record(nanos, TimeUnit.NANOSECONDS));
  }

  public void tokens(String team, String model, Outcome outcome, TokenCounts counts) {
    Series meters = series(team, model, outcome);
    meters.input.record((double) counts.input() + counts.cacheRead() + counts.cacheWrite());
    meters.output.record((double) counts.output() + counts.reasoning());
  }

  public void overhead(long nanos) {
    overhead.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** {@code code} is one of the closed list of refusals and failures. */
  public void refused(String code) {
    refusals
        .computeIfAbsent(
            code,
            name ->
                Counter.builder("weir.refusals")
                    .description("Requests that were turned down or failed, by code")
                    .tag("code", name)
                    .register(registry))
        .increment();
  }

  /** An attempt failed and another route was tried; {@code code} as in {@link #refused}. */
  public void failedOver(String provider, String code) {
    registry.counter("weir.failovers", "provider", provider, "code", code).increment();
  }

  /** A model that routes lead to: how it stands, read when the page is asked for. */
  public void target(Target target) {
    targets.computeIfAbsent(target.name(), this::measure).target = target;
  }

  /** The model of that name, which another policy may serve elsewhere. */
  private Named measure(String model) {
    Named current = new Named();
    Tags tags = Tags.of("model", model);
    gauge(
        "weir.route.breaker.open",
        "1 while the breaker of a model keeps calls away",
        tags,
        current,
        it -> it.target.isBreakerOpen(Instant.now()) ? 1 : 0);
    gauge("weir.route.calls", "Calls of a model in flight", tags, current, it -> it.target.calls());
    return current;
  }

  /** A guard came to a verdict; {@code surface} and {@code verdict} are of closed lists. */
  public void guard(String id, String surface, String verdict) {
    registry
        .counter("weir.guard.verdicts", "guard", id, "surface", surface, "verdict", verdict)
        .increment();
  }

  /** A model of a route was not asked; {@code reason} is one of a closed list. */
  public void skipped(String model, String reason) {
    registry.counter("weir.route.skips", "model", model, "reason", reason).increment();
  }

  /** A route has sent a second attempt beside the first, or that one was faster. */
  public void hedge(String route, String result) {
    registry.counter("weir.hedges", "route", route, "result", result).increment();
  }

  /** A value that is read when the page is asked for. */
  public <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
    gauge(name, description, Tags.empty(), source, value);
  }

  /** One of several values of a name. */
  public <T> void gauge(
      String name, String description, Iterable<Tag> tags, T source, ToDoubleFunction<T> value) {
    Gauge.builder(name, source, value)
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  /** A total that something else counts. */
  public <T> void total(String name, String description, T source, ToDoubleFunction<T> value) {
    io.micrometer.core.instrument.FunctionCounter.builder(name, source, value)
        .description(description)
        .register(registry);
  }

  private Series series(String team, String model, Outcome outcome) {
    Labels labels = new Labels(team, model, outcome);
    Series known = series.get(labels);
    if (known != null) {
      return known;
    }
    Labels counted = series.size() < SERIES_MAX ? labels : new Labels(OTHER, OTHER, outcome);
    return series.computeIfAbsent(counted, this::register);
  }

  private Series register(Labels labels) {
    Tags tags =
        Tags.of(
            "team",
            labels.team,
            "model",
            labels.model,
            "outcome",
            labels.outcome.name().toLowerCase(Locale.ROOT));
    return new Series(
        Timer.builder("gen_ai.client.operation.duration")
            .description("From the request to the end of its answer")
            .tags(tags)
            .register(registry),
        Timer.builder("gen_ai.server.time_to_first_token")
            .description("From the request to the first byte of its answer")
            .tags(tags)
            .register(registry),
        tokens(tags, "input"),
        tokens(tags, "output"));
  }

  private DistributionSummary tokens(Tags tags, String type) {
    return DistributionSummary.builder("gen_ai.client.token.usage")
        .description("Tokens of an exchange")
        .tags(tags.and("gen_ai_token_type", type))
        .register(registry);
  }

  private record Labels(String team, String model, Outcome outcome) {}

  private record Series(
      Timer duration, Timer firstToken, DistributionSummary input, DistributionSummary output) {}

  private static final class Named {

    private volatile Target target = Target.UNWATCHED;
  }
}
