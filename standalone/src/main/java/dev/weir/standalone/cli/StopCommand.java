package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.StopScope;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.control.ControlPlane;
import java.io.Console;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Stops a team, a key, a model or everything: new requests are refused and running streams"
          + " end, on every proxy and within a second.",
      "'weir resume' takes it back."
    })
final class StopCommand implements Callable<Integer> {

  private static final String PASSTHROUGH_GOES_ON =
      "requests that pass through to a provider's own API are not read for their model and go on;"
          + " stop them by --team, --key or --all";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ControlOptions control = new ControlOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StopScopeOptions scope = new StopScopeOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, in one line; callers who are stopped read it.")
  private String reason = "";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = NewKeyOptions.Lifetime.class,
      description = "It ends by itself after 30m, 12h, 90d or 2w.")
  private @Nullable Duration lasting;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who orders it, for the list (the user of the operating system).")
  private @Nullable String by;

  @Option(names = "--yes", description = "Does not ask before everything is stopped.")
  private boolean yes;

  @Override
  public Integer call() {
    Stop stop = read(Instant.now().truncatedTo(ChronoUnit.MICROS));
    if (stop.scope().equals(StopScope.EVERYTHING) && !yes && !isConfirmed()) {
      spec.commandLine().getErr().println("weir: nothing is stopped");
      return ExitCode.FOUND;
    }
    try (ControlPlane plane = control.connect()) {
      plane.stops().give(stop);
    }
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOptions.print(out, json(stop));
    } else {
      out.println(
          stop.scope().phrase()
              + " is stopped"
              + stop.until().map(end -> " until " + end).orElse(""));
      if (stop.scope().kind() == StopScope.Kind.MODEL) {
        out.println(PASSTHROUGH_GOES_ON);
      }
    }
    return ExitCode.OK;
  }

  private Stop read(Instant now) {
    String who = by == null ? System.getProperty("user.name", "unknown") : by;
    try {
      return new Stop(
          scope.read(spec), reason.strip(), now, who, Optional.ofNullable(lasting).map(now::plus));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Without a terminal nobody can be asked, and nothing is done. */
  @SuppressWarnings("SystemConsoleNull") // Since Java 25 there is none without a terminal, again.
  private boolean isConfirmed() {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new ParameterException(
          spec.commandLine(), "--all refuses every request and ends every stream: add --yes");
    }
    String typed =
        console.readLine(
            "Every request will be refused and every running stream ends. Type 'all' to go on: ");
    return "all".equals(typed);
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists what is stopped, by whom and until when.")
  int list(@Mixin ControlOptions where, @Mixin OutputOptions form) {
    var out = spec.commandLine().getOut();
    List<Stop> stops;
    try (ControlPlane plane = where.connect()) {
      stops = plane.stops().inForce(Instant.now());
    }
    if (form.isJson()) {
      stops.forEach(stop -> OutputOptions.print(out, json(stop)));
    } else {
      var table = new Table("SCOPE", "SINCE", "UNTIL", "BY", "REASON");
      stops.forEach(stop ->
          table.row(
              stop.scope().text(),
              stop.orderedAt(),
              stop.until().<Object>map(it -> it).orElse("-"),
              stop.orderedBy(),
              stop.reason().isEmpty() ? "-" : stop.reason()));
      table.print(out, "");
    }
    return ExitCode.OK;
  }

  private static ObjectNode json(Stop stop) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("scope", stop.scope().text())
        .put("reason", stop.reason())
        .put("orderedAt", stop.orderedAt().toString())
        .put("orderedBy", stop.orderedBy())
        .put("until", stop.until().map(Instant::toString).orElse(null));
  }
}
