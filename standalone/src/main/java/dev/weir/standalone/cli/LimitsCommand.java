package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.processors.Processors;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.LimitRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "limits",
    mixinStandardHelpOptions = true,
    description = {
      "Shows how limits stand: what is spent, what proxies hold, what is free.",
      "Of a limit of each user or the like, those that were used in this window."
    })
final class LimitsCommand implements Callable<Integer> {

  private static final String NONE = "-";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ControlOptions control = new ControlOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "Of this team alone; * for the organisation's.")
  private @Nullable String team;

  @Option(names = "--limit", paramLabel = "ID", description = "Of the limits with this id alone.")
  private @Nullable String id;

  @Override
  public Integer call() {
    List<LimitRow> all;
    try (ControlPlane plane = control.connect()) {
      all = plane.limits(Processors.grantorBooks(control.connection()));
    }
    List<LimitRow> wanted = all.stream().filter(this::isWanted).toList();
    if (wanted.isEmpty() && (team != null || id != null)) {
      spec.commandLine().getErr().println("weir: there is no such limit");
      return ExitCode.FOUND;
    }
    if (output.isJson()) {
      wanted.forEach(row -> OutputOptions.print(spec.commandLine().getOut(), json(row)));
    } else {
      print(wanted);
    }
    return ExitCode.OK;
  }

  private boolean isWanted(LimitRow row) {
    return (team == null || row.key().owner().equals(team))
        && (id == null || row.limit().id().equals(id));
  }

  private void print(List<LimitRow> rows) {
    var table =
        new Table(
            "TEAM",
            "LIMIT",
            "MODE",
            "SPENT",
            "ON-LEASE",
            "FREE",
            "OF",
            "BOUND",
            "UNIT",
            "WINDOW",
            "ENDS",
            "STOPPED");
    for (LimitRow row : rows) {
      Limit limit = row.limit();
      table.row(
          row.key().owner(),
          row.key().account(),
          limit.mode().text(),
          row.spent(),
          row.credit().map(it -> Long.toString(it.onLease())).orElse(NONE),
          row.free(),
          limit.size(),
          row.credit().map(it -> Long.toString(it.bound())).orElse(NONE),
          limit.unit().text(),
          limit.window().span().text(),
          row.windowEnd().map(it -> it.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(NONE),
          row.stops().isEmpty()
              ? NONE
              : row.stops().stream().map(it -> it.scope().text()).collect(Collectors.joining(",")));
    }
    table.print(spec.commandLine().getOut(), "");
  }

  private static ObjectNode json(LimitRow row) {
    Limit limit = row.limit();
    LimitScope scope = limit.scope();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", limit.id())
            .put("owner", row.key().owner())
            .put("scope", scope.text())
            .put("account", row.key().account())
            .put("unit", limit.unit().text())
            .put("mode", limit.mode().text())
            .put("window", window(limit))
            .put("timeZone", limit.window().zone().getId())
            .put("windowStart", start(row))
            .put("windowEnd", text(row.windowEnd()))
            .put("max", limit.max())
            .put("burst", limit.isRate() ? Long.valueOf(limit.burst()) : null)
            .put("spent", row.spent())
            .put("free", row.free());
    row.credit()
        .ifPresentOrElse(
            credit -> {
              json.put("onLease", credit.onLease())
                  .put("bound", credit.bound())
                  .put("overspent", credit.overspent())
                  .put("scarce", credit.scarce());
              leases(credit.leases(), json.putArray("leases"));
            },
            () -> {
              json.putNull("onLease").putNull("bound").putNull("overspent").putNull("scarce");
              var _ = json.putArray("leases");
            });
    ArrayNode stopped = json.putArray("stopped");
    row.stops().forEach(stop -> stopped.add(stop.scope().text()));
    return json;
  }

  private static void leases(List<LimitRow.Lease> leases, ArrayNode into) {
    for (LimitRow.Lease lease : leases) {
      var _ =
          into.addObject()
              .put("proxy", lease.proxy())
              .put("start", lease.start())
              .put("granted", lease.granted())
              .put("onLease", lease.onLease())
              .put("held", lease.held())
              .put("inFlight", lease.inFlight())
              .put("live", lease.live())
              .put("heardAt", lease.heardAt().toString());
    }
  }

  private static @Nullable String window(Limit limit) {
    return limit.unit() == LimitUnit.CONCURRENT ? null : limit.window().span().text();
  }

  /** None of a total and of a bucket, which have always been. */
  private static @Nullable String start(LimitRow row) {
    return row.key().isWithoutEnd() ? null : row.key().windowStart().toString();
  }

  private static @Nullable String text(Optional<Instant> at) {
    return at.map(Instant::toString).orElse(null);
  }
}
