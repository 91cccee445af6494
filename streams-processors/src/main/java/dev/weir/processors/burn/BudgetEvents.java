package dev.weir.processors.burn;

import dev.weir.governance.burn.BudgetAccount;
import dev.weir.governance.burn.BudgetNews;
import dev.weir.governance.burn.BurnRule;
import dev.weir.governance.quota.Limit;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.BurnForecast;
import dev.weir.schemas.event.BurnReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What is told of a budget, as events. */
final class BudgetEvents {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  /** OCSF activity ids of a finding. */
  private static final int CREATE = 1;

  private static final int CLOSE = 3;

  private final String organisation;
  private final String account;
  private final Limit limit;
  private final long policyVersion;
  private final Instant now;

  /**
   * {@code account}: the limit's id, with the values that have an account of their own; {@code now}
   * is cut to microseconds, which events hold.
   */
  BudgetEvents(String organisation, String account, Limit limit, long policyVersion, Instant now) {
    this.organisation = organisation;
    this.account = account;
    this.limit = limit;
    this.policyVersion = policyVersion;
    this.now = now.truncatedTo(ChronoUnit.MICROS);
  }

  BurnReport report(BudgetAccount spent) {
    var history = spent.history();
    var forecast = spent.forecast(limit, now);
    return BurnReport.newBuilder()
        .setTeam(limit.scope().owner())
        .setPolicyId(account)
        .setUnit(limit.unit().text())
        .setLimit(limit.max())
        .setWindowStart(spent.windowStart())
        .setWindowEnd(limit.window().endOf(spent.windowStart()).orElse(null))
        .setSpent(spent.spent())
        .setLastHour(history.last(HOUR, now))
        .setLastDay(history.last(DAY, now))
        .setLastWeek(history.last(WEEK, now))
        .setBurnHour(spent.burn(limit, HOUR, now).orElse(null))
        .setBurnDay(spent.burn(limit, DAY, now).orElse(null))
        .setBurnWeek(spent.burn(limit, WEEK, now).orElse(null))
        .setForecast(
            forecast
                .map(it ->
                    new BurnForecast(
                        it.spent(),
                        it.low(),
                        it.high(),
                        it.method().name().toLowerCase(Locale.ROOT)))
                .orElse(null))
        .setSpentAt(
            forecast
                .flatMap(it -> it.reached())
                .map(it -> it.truncatedTo(ChronoUnit.MICROS))
                .orElse(null))
        .setBurning(
            spent.told().open().entrySet().stream()
                .filter(each -> each.getValue().isTold())
                .map(each -> each.getKey())
                .sorted()
                .toList())
        .setPolicyVersion(policyVersion)
        .setAsOf(now)
        .build();
  }

  Alert alert(BudgetNews news) {
    return switch (news) {
      case BudgetNews.ShareReached share -> shareReached(share);
      case BudgetNews.BurnBegan(BurnRule rule, Instant since, double burn) ->
          burning(rule, since, burn, CREATE, "Budget is spent too fast")
              .setDescription(
                  String.format(
                      Locale.ROOT,
                      "%s spends limit '%s' %.1f times as fast as it would last; seen over %s"
                          + " and %s",
                      who(),
                      account,
                      burn,
                      text(rule.longWindow()),
                      text(rule.shortWindow())))
              .build();
      case BudgetNews.BurnEnded(BurnRule rule, Instant since, double burn) ->
          burning(rule, since, burn, CLOSE, "Budget is not spent too fast any more")
              .setDescription(
                  String.format(
                      Locale.ROOT,
                      "%s spends limit '%s' %.1f times as fast as it would last, over %s",
                      who(),
                      account,
                      burn,
                      text(rule.longWindow())))
              .build();
    };
  }

  private Alert shareReached(BudgetNews.ShareReached share) {
    int percent = share.percent();
    return alert("budget")
        .setFindingUid(
            "budget/%s/%s/%s/%d"
                .formatted(limit.scope().owner(), account, share.windowStart(), percent))
        .setSubject("%s/%s/%d".formatted(account, share.windowStart(), percent))
        .setActivityId(CREATE)
        .setSeverityId(percent >= 100 ? 4 : percent >= 80 ? 3 : 2)
        .setTitle("Budget used to " + percent + " %")
        .setDescription(
            "%s has used %d of %d %s %s of limit '%s'"
                .formatted(
                    who(),
                    share.spent(),
                    limit.max(),
                    limit.unit().text(),
                    limit.window().span().phrase(),
                    account))
        .setObserved((double) share.spent())
        .setExpected((double) limit.max())
        .build();
  }

  private Alert.Builder burning(
      BurnRule rule, Instant since, double burn, int activity, String title) {
    return alert("burn")
        .setFindingUid(
            "burn/%s/%s/%s/%s".formatted(limit.scope().owner(), account, rule.name(), since))
        .setSubject(account + '/' + rule.name())
        .setActivityId(activity)
        .setSeverityId(rule.severityId())
        .setTitle(title)
        .setObserved(burn)
        .setExpected(rule.factor());
  }

  private Alert.Builder alert(String type) {
    return Alert.newBuilder()
        .setTime(now)
        .setType(type)
        .setOrganisation(organisation)
        .setTeam(limit.scope().owner());
  }

  private String who() {
    return limit.scope().team().isPresent() ? "Team " + limit.scope().owner() : "The organisation";
  }

  private static String text(Duration window) {
    return window.toMinutes() % 60 == 0 ? window.toHours() + " h" : window.toMinutes() + " min";
  }
}
