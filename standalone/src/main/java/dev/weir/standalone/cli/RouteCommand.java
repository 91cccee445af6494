package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.routing.RouteChooser;
import dev.weir.governance.routing.RouteFacts;
import dev.weir.governance.routing.RouteStep;
import dev.weir.governance.routing.RouteStrategy;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.process.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "route",
    mixinStandardHelpOptions = true,
    description = "Explains where requests go.")
final class RouteCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say explain");
  }

  /** For whom and for which request a route is asked. */
  static final class Whose {

    @Option(
        names = "--team",
        paramLabel = "TEAM",
        description = "Whose request it is (${DEFAULT-VALUE}).")
    private String team = "team";

    @Option(names = "--key", paramLabel = "KEY_ID", description = "With which key.")
    private String key = "key";

    @Option(names = "--user", paramLabel = "USER", description = "For which user of the key.")
    private @Nullable String user;

    @Option(
        names = "--request-id",
        paramLabel = "ID",
        description = "Which request, as x-weir-request-id names it (${DEFAULT-VALUE}).")
    private String requestId = "request";

    RouteFacts facts() {
      return new RouteFacts(requestId, team, key, Optional.ofNullable(user));
    }
  }

  @Command(
      name = "explain",
      mixinStandardHelpOptions = true,
      description = "Says which models a request would be sent to, and why; sends nothing.")
  int explain(
      @Mixin OutputOptions output,
      @Mixin Whose whose,
      @Option(
              names = "--policy",
              required = true,
              paramLabel = "FILE",
              description = "A policy.yaml.")
          Path file,
      @Parameters(paramLabel = "NAME", description = "The model as callers name it.") String name) {
    Policy policy = policy(file);
    RouteStrategy strategy =
        policy
            .route(name)
            .orElseThrow(() -> new StartException(file + " has no model or route '" + name + "'"));
    List<RouteStep> steps = RouteChooser.plan(strategy, whose.facts());
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      steps.forEach(step ->
          OutputOptions.print(
              out,
              JsonNodeFactory.instance
                  .objectNode()
                  .put("model", step.model())
                  .put("served_by", servedBy(policy, step))
                  .put("reason", step.reason())
                  .put("variant", step.variant().orElse(null))));
    } else {
      Table table = new Table("", "MODEL", "SERVED BY", "WHY");
      for (int i = 0; i < steps.size(); i++) {
        RouteStep step = steps.get(i);
        table.row(i == 0 ? "first" : "then", step.model(), servedBy(policy, step), step.reason());
      }
      table.print(out, "");
    }
    return ExitCode.OK;
  }

  /** As {@code x-weir-served-by} will say. */
  private static String servedBy(Policy policy, RouteStep step) {
    ModelRoute model = Objects.requireNonNull(policy.models().get(step.model()), step.model());
    return model.providerId() + "/" + model.upstreamModel();
  }

  private static Policy policy(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new StartException("cannot read " + file + ": " + e.getMessage(), e);
    }
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid(Policy policy) -> policy;
      case PolicyReading.Invalid(var problems) ->
          throw new StartException(
              file + " is not valid (" + problems.getFirst() + "); see 'weir policy check'");
    };
  }
}
