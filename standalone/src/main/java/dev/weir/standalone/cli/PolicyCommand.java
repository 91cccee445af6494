package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyProblem;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.standalone.control.Application;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.process.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Checks, applies and shows what governs.")
final class PolicyCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say check, apply or show");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Finds every error, with line and column. Needs nothing that runs.")
  int check(
      @Mixin OutputOptions output,
      @Parameters(paramLabel = "FILE", description = "A policy.yaml.") Path file) {
    return switch (PolicyParser.parse(read(file))) {
      case PolicyReading.Invalid(var problems) -> invalid(file, problems, output);
      case PolicyReading.Valid(Policy policy) -> {
        var out = spec.commandLine().getOut();
        if (output.isJson()) {
          OutputOptions.print(out, outcome(true));
        } else {
          out.printf(
              "%s is valid: %d provider(s), %d model(s), %d route(s), %d team(s), %d price(s)%n",
              file,
              policy.providers().size(),
              policy.models().size(),
              policy.routes().size(),
              policy.teams().size(),
              policy.prices().size());
        }
        yield ExitCode.OK;
      }
    };
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = "Publishes a policy as the next version; every proxy follows within a second.")
  int apply(
      @Mixin ControlOptions control,
      @Mixin OutputOptions output,
      @Parameters(paramLabel = "FILE", description = "A policy.yaml.") Path file) {
    String text = read(file);
    if (PolicyParser.parse(text) instanceof PolicyReading.Invalid(var problems)) {
      return invalid(file, problems, output);
    }
    Application application;
    try (ControlPlane plane = control.connectToApply(spec.commandLine().getErr())) {
      application = plane.apply(text, System.getProperty("user.name", "unknown"));
    }
    var out = spec.commandLine().getOut();
    return switch (application) {
      case Application.Invalid(var problems) -> invalid(file, problems, output);
      case Application.Unchanged(long version) -> {
        if (output.isJson()) {
          OutputOptions.print(out, outcome(true).put("version", version).put("changed", false));
        } else {
          out.println("version " + version + " governs already with this text");
        }
        yield ExitCode.OK;
      }
      case Application.Applied(long version, int teams, int newDataKeys) -> {
        if (output.isJson()) {
          OutputOptions.print(out, outcome(true).put("version", version).put("changed", true));
        } else {
          out.printf(
              "version %d governs now: %d team(s), %d new data key(s)%n",
              version, teams, newDataKeys);
        }
        yield ExitCode.OK;
      }
    };
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints the policy that governs.")
  int show(@Mixin ControlOptions control) {
    Optional<PolicyDocument> policy;
    try (ControlPlane plane = control.connect()) {
      policy = plane.policy();
    }
    if (policy.isEmpty()) {
      spec.commandLine().getErr().println("weir: no policy has been applied yet");
      return ExitCode.FOUND;
    }
    PolicyDocument document = policy.get();
    spec.commandLine()
        .getErr()
        .printf(
            "version %d, published %s by %s%n",
            document.getVersion(), document.getPublishedAt(), document.getPublishedBy());
    spec.commandLine().getOut().print(document.getText());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private int invalid(Path file, List<PolicyProblem> problems, OutputOptions output) {
    ProblemList.print(spec.commandLine().getOut(), file, problems, output);
    return ExitCode.FOUND;
  }

  private static ObjectNode outcome(boolean valid) {
    return JsonNodeFactory.instance.objectNode().put("valid", valid);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new StartException(
          "cannot read " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }
}
