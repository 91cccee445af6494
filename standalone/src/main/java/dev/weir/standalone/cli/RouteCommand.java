package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyProblem;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.routing.Capability;
import dev.weir.governance.routing.RouteFacts;
import dev.weir.governance.routing.RouteHealth;
import dev.weir.governance.routing.RouteNeeds;
import dev.weir.governance.routing.RoutePlan;
import dev.weir.governance.routing.RouteStep;
import dev.weir.governance.task.TaskClassifier;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.control.Catalogues;
import dev.weir.standalone.process.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "route",
    mixinStandardHelpOptions = true,
    description = "Explains where requests go.")
final class RouteCommand implements Runnable {

  private static final int NAMES_MAX = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say explain");
  }

  /** For whom and for which request a route is asked. */
  static final class Asked {

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

    @Option(
        names = "--input-tokens",
        paramLabel = "N",
        converter = TokensConverter.class,
        description = "How long the request is (${DEFAULT-VALUE}).")
    private long inputTokens;

    @Option(
        names = "--max-output-tokens",
        paramLabel = "N",
        converter = TokensConverter.class,
        description = "The caller's limit on the answer; without one a usual length is expected.")
    private @Nullable Long maxOutputTokens;

    @Option(
        names = "--needs",
        paramLabel = "CAPABILITY",
        split = ",",
        converter = CapabilityConverter.class,
        description =
            "What it asks of a model: images, tools, structured-output, audio,"
                + " documents, reasoning.")
    private Set<Capability> needs = Set.of();

    @Option(
        names = "--said",
        paramLabel = "TEXT",
        description = "What the user said last, for routes by task.")
    private @Nullable String said;

    private RouteNeeds needs(OptionalLong limit) {
      RouteNeeds known = new RouteNeeds(inputTokens, limit, needs);
      return said == null ? known : known.of(TaskClassifier.standard().classify(said));
    }

    RouteFacts facts(Instant now) {
      OptionalLong limit =
          maxOutputTokens == null ? OptionalLong.empty() : OptionalLong.of(maxOutputTokens);
      return new RouteFacts(requestId, team, key, Optional.ofNullable(user), needs(limit), now);
    }
  }

  @Command(
      name = "explain",
      mixinStandardHelpOptions = true,
      description = {
        "Says which models a request would be sent to, and why; sends nothing.",
        "What proxies have measured is not known here: no latency, no errors, no open breaker."
      })
  int explain(
      @Mixin OutputOptions output,
      @Mixin Asked asked,
      @Option(
              names = "--policy",
              required = true,
              paramLabel = "FILE",
              description = "A policy.yaml.")
          Path file,
      @Parameters(paramLabel = "NAME", description = "The model as callers name it.") String name) {
    return switch (PolicyParser.parse(PolicyCommand.read(file))) {
      case PolicyReading.Invalid(var problems) -> invalid(file, problems, output);
      case PolicyReading.Valid(Policy policy) -> {
        RoutePlan plan =
            Catalogues.ofThisRelease()
                .complete(policy)
                .chooser()
                .plan(name, asked.facts(Instant.now()), RouteHealth.UNKNOWN)
                .orElseThrow(() -> unknown(file, policy, name));
        print(plan.steps(), policy, output);
        yield ExitCode.OK;
      }
    };
  }

  private int invalid(Path file, List<PolicyProblem> problems, OutputOptions output) {
    ProblemList.print(spec.commandLine().getOut(), file, problems, output);
    spec.commandLine()
        .getErr()
        .println("weir: " + file + " is not valid: " + problems.size() + " problem(s)");
    return ExitCode.UNUSABLE;
  }

  private static StartException unknown(Path file, Policy policy, String name) {
    List<String> names = policy.names();
    String some = String.join(", ", names.subList(0, Math.min(NAMES_MAX, names.size())));
    return new StartException(
        "%s has no model or route '%s'; it has %s%s"
            .formatted(file, name, some, names.size() > NAMES_MAX ? " ..." : ""));
  }

  private void print(List<RouteStep> steps, Policy policy, OutputOptions output) {
    PrintWriter out = spec.commandLine().getOut();
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
      return;
    }
    Table table = new Table("", "MODEL", "SERVED BY", "VARIANT", "WHY");
    for (int i = 0; i < steps.size(); i++) {
      RouteStep step = steps.get(i);
      table.row(
          i == 0 ? "first" : "then",
          step.model(),
          servedBy(policy, step),
          step.variant().orElse(""),
          step.reason());
    }
    table.print(out, "");
  }

  /** As {@code x-weir-served-by} will say. */
  private static String servedBy(Policy policy, RouteStep step) {
    ModelRoute model = Objects.requireNonNull(policy.models().get(step.model()), step.model());
    return model.providerId() + "/" + model.upstreamModel();
  }

  /** A count from 0, perhaps with {@code _} as policies have them. */
  static final class TokensConverter implements ITypeConverter<Long> {

    @Override
    public Long convert(String value) {
      try {
        long tokens = Long.parseLong(value.replace("_", ""));
        if (tokens >= 0) {
          return tokens;
        }
      } catch (NumberFormatException e) {
        // Reported below, like a negative number.
      }
      throw new TypeConversionException("'" + value + "' is no number of tokens");
    }
  }

  /** Names all capabilities where one is not known. */
  static final class CapabilityConverter implements ITypeConverter<Capability> {

    @Override
    public Capability convert(String value) {
      String wanted = value.strip().toLowerCase(Locale.ROOT);
      return Arrays.stream(Capability.values())
          .filter(each -> each.text().equals(wanted))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "'"
                      + value
                      + "' is no capability; expected one of "
                      + Arrays.stream(Capability.values())
                          .map(Capability::text)
                          .collect(Collectors.joining(", "))));
    }
  }
}
