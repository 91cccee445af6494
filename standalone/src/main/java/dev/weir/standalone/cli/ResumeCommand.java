package dev.weir.standalone.cli;

import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.StopScope;
import dev.weir.standalone.control.ControlPlane;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Takes back what 'weir stop' ordered for this scope, and nothing else.")
final class ResumeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ControlOptions control = new ControlOptions();
  @Mixin private StopScopeOptions options = new StopScopeOptions();

  @Override
  public Integer call() {
    StopScope scope = options.read(spec);
    var line = spec.commandLine();
    try (ControlPlane plane = control.connect()) {
      boolean taken = plane.stops().takeBack(scope);
      if (taken) {
        line.getOut().println(scope.phrase() + " goes on");
      } else {
        line.getErr().println("weir: no order stops " + scope.phrase());
      }
      List<Stop> left = plane.stops().inForce(Instant.now());
      if (!left.isEmpty()) {
        line.getErr().println("weir: still stopped: " + names(left));
      }
      return taken ? ExitCode.OK : ExitCode.FOUND;
    }
  }

  private static String names(List<Stop> stops) {
    return stops.stream().map(it -> it.scope().text()).collect(Collectors.joining(", "));
  }
}
