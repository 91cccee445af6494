package dev.weir.proxy.targets;

import dev.weir.governance.routing.Average;
import dev.weir.governance.routing.CallCounts;
import dev.weir.governance.routing.SharedHealth;
import dev.weir.schemas.event.FadingSum;
import dev.weir.schemas.event.RouteHealthReport;
import java.time.Instant;

/** Health as the log holds it. What is no measurement there is none here. */
final class Reports {

  private Reports() {}

  static RouteHealthReport of(Target target, SharedHealth health, String proxyId, Instant now) {
    return new RouteHealthReport(
        target.providerId(),
        target.name(),
        proxyId,
        sum(health.ttftMillis()),
        sum(health.tokensPerSecond()),
        sum(health.errors()),
        health.counts().calls(),
        health.counts().errors(),
        health.restUntil().isAfter(now) ? health.restUntil() : null,
        now);
  }

  /** The topic's key. */
  static String key(Target target, String proxyId) {
    return target.id() + "|" + proxyId;
  }

  /** As {@link Target#id}. */
  static String model(RouteHealthReport report) {
    return report.getProvider() + "|" + report.getModel();
  }

  static Instant at(RouteHealthReport report) {
    return report.getReportedAt();
  }

  /** No time is later than now: another machine's clock must not make our own figures old. */
  static SharedHealth health(RouteHealthReport report, Instant now) {
    Instant rest = report.getRestUntil();
    return new SharedHealth(
        average(report.getTtftMillis(), now),
        average(report.getTokensPerSecond(), now),
        average(report.getErrors(), now),
        counts(report),
        earlier(report.getReportedAt(), now),
        rest == null ? Instant.EPOCH : rest);
  }

  private static FadingSum sum(Average average) {
    return new FadingSum(average.sum(), average.weight(), average.at());
  }

  private static Average average(FadingSum sum, Instant now) {
    boolean measured =
        Double.isFinite(sum.getSum())
            && Double.isFinite(sum.getWeight())
            && sum.getSum() >= 0
            && sum.getWeight() > 0;
    return measured
        ? new Average(sum.getSum(), sum.getWeight(), earlier(sum.getAt(), now))
        : Average.NONE;
  }

  private static CallCounts counts(RouteHealthReport report) {
    long calls = report.getRecentCalls();
    long errors = report.getRecentErrors();
    return errors >= 0 && errors <= calls ? new CallCounts(calls, errors) : CallCounts.NONE;
  }

  private static Instant earlier(Instant time, Instant now) {
    return time.isAfter(now) ? now : time;
  }
}
