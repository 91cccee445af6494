package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.standalone.control.Application;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** Says what came of publishing a version, for people or for programs. */
final class PolicyOutcome {

  private final PrintWriter out;
  private final PrintWriter err;
  private final OutputOptions output;

  PolicyOutcome(CommandSpec spec, OutputOptions output) {
    this.out = spec.commandLine().getOut();
    this.err = spec.commandLine().getErr();
    this.output = output;
  }

  /** {@code source}: where the text comes from, for the places of what is wrong in it. */
  int print(Application application, Path source) {
    return switch (application) {
      case Application.Invalid(var problems) -> {
        ProblemList.print(out, source, problems, output);
        yield ExitCode.FOUND;
      }
      case Application.Unchanged(long version) -> {
        if (output.isJson()) {
          OutputOptions.print(out, valid().put("version", version).put("changed", false));
        } else {
          out.println("version " + version + " governs already with this text");
        }
        yield ExitCode.OK;
      }
      case Application.Applied(long version, int teams, int newDataKeys) -> {
        if (output.isJson()) {
          OutputOptions.print(out, valid().put("version", version).put("changed", true));
        } else {
          out.printf(
              "version %d governs now: %d team(s), %d new data key(s)%n",
              version, teams, newDataKeys);
        }
        yield ExitCode.OK;
      }
      case Application.Overtaken overtaken -> overtaken(overtaken);
    };
  }

  private int overtaken(Application.Overtaken it) {
    String found =
        it.governs()
            .map(governs ->
                "version %d governs, published %s by %s"
                    .formatted(
                        governs.getVersion(), governs.getPublishedAt(), governs.getPublishedBy()))
            .orElse("no policy was ever applied");
    if (output.isJson()) {
      long version = it.governs().map(governs -> governs.getVersion()).orElse(0L);
      OutputOptions.print(
          out, valid().put("version", version).put("changed", false).put("overtaken", true));
    }
    err.printf(
        "weir: nothing was published: %s, and not version %d as --if-version says; see 'weir policy"
            + " diff FILE', then apply to that one%n",
        found, it.expected());
    return ExitCode.FOUND;
  }

  private static ObjectNode valid() {
    return JsonNodeFactory.instance.objectNode().put("valid", true);
  }
}
