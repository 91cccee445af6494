package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.governance.policy.Suggestion;
import dev.weir.schemas.event.BurnForecast;
import dev.weir.schemas.event.BurnReport;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.control.ControlPlane;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "burn",
    mixinStandardHelpOptions = true,
    description = {
      "Shows how fast budgets are spent, and where they will end.",
      "A burn of 1 spends a budget just by the end of its window."
    })
final class BurnCommand implements Callable<Integer> {

  private static final String NONE = "-";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ControlOptions control = new ControlOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--team", paramLabel = "TEAM", description = "Of this team alone.")
  private @Nullable String team;

  @Override
  public Integer call() {
    List<BurnReport> all;
    try (ControlPlane plane = control.connect()) {
      all = plane.burn();
    }
    List<BurnReport> wanted =
        all.stream().filter(it -> team == null || it.getTeam().equals(team)).toList();
    if (wanted.isEmpty() && team != null) {
      List<String> teams = all.stream().map(BurnReport::getTeam).distinct().toList();
      spec.commandLine()
          .getErr()
          .println(
              "weir: no budget of a team '" + team + "' was used" + Suggestion.among(teams, team));
      return ExitCode.FOUND;
    }
    if (output.isJson()) {
      wanted.forEach(it -> OutputOptions.print(spec.commandLine().getOut(), json(it)));
    } else {
      print(wanted);
    }
    return ExitCode.OK;
  }

  private void print(List<BurnReport> reports) {
    var table =
        new Table(
            "TEAM",
            "LIMIT",
            "SPENT",
            "OF",
            "UNIT",
            "USED",
            "BURN-1H",
            "BURN-1D",
            "BURN-7D",
            "FORECAST",
            "RANGE",
            "ENDS",
            "RUNS-OUT",
            "ALERTS",
            "AS-OF");
    for (BurnReport it : reports) {
      BurnForecast forecast = it.getForecast();
      table.row(
          it.getTeam(),
          it.getPolicyId(),
          it.getSpent(),
          it.getLimit(),
          it.getUnit(),
          Math.round(100 * share(it)) + " %",
          burn(it.getBurnHour()),
          burn(it.getBurnDay()),
          burn(it.getBurnWeek()),
          forecast == null ? NONE : forecast.getSpent(),
          forecast == null ? NONE : forecast.getLow() + ".." + forecast.getHigh(),
          minute(it.getWindowEnd()),
          minute(it.getSpentAt()),
          it.getBurning().isEmpty() ? NONE : String.join(",", it.getBurning()),
          minute(it.getAsOf()));
    }
    table.print(spec.commandLine().getOut(), "");
  }

  private static double share(BurnReport report) {
    if (report.getLimit() == 0) {
      return report.getSpent() == 0 ? 0 : 1;
    }
    return (double) report.getSpent() / report.getLimit();
  }

  private static String burn(@Nullable Double burn) {
    return burn == null ? NONE : String.format(Locale.ROOT, "%.2f", burn);
  }

  private static String minute(@Nullable Instant at) {
    return at == null ? NONE : at.truncatedTo(ChronoUnit.MINUTES).toString();
  }

  private static ObjectNode json(BurnReport report) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("team", report.getTeam())
            .put("limit", report.getPolicyId())
            .put("unit", report.getUnit())
            .put("spent", report.getSpent())
            .put("max", report.getLimit())
            .put("shareUsed", share(report))
            .put("windowStart", report.getWindowStart().toString())
            .put("windowEnd", text(report.getWindowEnd()))
            .put("lastHour", report.getLastHour())
            .put("lastDay", report.getLastDay())
            .put("lastWeek", report.getLastWeek())
            .put("burnHour", report.getBurnHour())
            .put("burnDay", report.getBurnDay())
            .put("burnWeek", report.getBurnWeek());
    BurnForecast forecast = report.getForecast();
    if (forecast != null) {
      json.putObject("forecast")
          .put("spent", forecast.getSpent())
          .put("low", forecast.getLow())
          .put("high", forecast.getHigh())
          .put("method", forecast.getMethod());
    }
    json.put("spentAt", text(report.getSpentAt()));
    report.getBurning().forEach(json.putArray("burning")::add);
    return json.put("policyVersion", report.getPolicyVersion())
        .put("asOf", report.getAsOf().toString());
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
