package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.weir.governance.policy.PolicyChange;
import dev.weir.governance.policy.PolicyDiff;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.standalone.control.ControlPlane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two versions, or the version that governs with a file. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = "Says what two policies say differently, by teams, limits, models, prices.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they say the same",
      "1:they differ, or a file is no valid policy",
      "2:there is no such version or file, or the command line is wrong"
    })
final class PolicyDiffCommand implements Callable<Integer> {

  private static final int CONTEXT_LINES = 3;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ControlOptions control = new ControlOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--text", description = "A unified diff of the texts instead.")
  private boolean text;

  @Parameters(
      arity = "1",
      paramLabel = "A",
      description =
          "The older one: the number of a version; or, alone, what the policy that"
              + " governs is compared with: a number or a file.")
  private String first = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "B", description = "The newer one.")
  private @Nullable String second;

  /** {@code catalogue}: nothing for a file, which was not published with any. */
  private record Side(String name, String text, Optional<String> catalogue) {}

  @Override
  public Integer call() {
    List<Side> sides = new ArrayList<>();
    try (ControlPlane plane = control.connect()) {
      if (second == null && !isNumber(first)) {
        sides.add(governing(plane));
        sides.add(side(plane, first));
      } else if (second == null) {
        sides.add(side(plane, first));
        sides.add(governing(plane));
      } else {
        sides.add(side(plane, first));
        sides.add(side(plane, second));
      }
    }
    for (Side side : sides) {
      if (side.catalogue().isEmpty()
          && PolicyParser.parse(side.text()) instanceof PolicyReading.Invalid(var problems)) {
        ProblemList.print(spec.commandLine().getOut(), Path.of(side.name()), problems, output);
        return ExitCode.FOUND;
      }
    }
    return text
        ? unified(sides.getFirst(), sides.getLast())
        : changes(sides.getFirst(), sides.getLast());
  }

  private static boolean isNumber(String name) {
    return name.matches("\\d{1,18}");
  }

  private Side governing(ControlPlane plane) {
    return plane
        .policy()
        .map(PolicyDiffCommand::side)
        .orElseThrow(() -> misused("no policy has been applied yet"));
  }

  private Side side(ControlPlane plane, String name) {
    if (!isNumber(name)) {
      return new Side(name, PolicyCommand.read(Path.of(name)), Optional.empty());
    }
    return plane
        .version(Long.parseLong(name))
        .map(PolicyDiffCommand::side)
        .orElseThrow(
            () -> misused("there is no version " + name + "; 'weir policy history' lists them"));
  }

  private static Side side(PolicyDocument document) {
    return new Side(
        "version " + document.getVersion(),
        document.getText(),
        Optional.of(document.getCatalogue()));
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int changes(Side before, Side after) {
    List<PolicyChange> changes = new ArrayList<>(PolicyDiff.between(before.text(), after.text()));
    if (before.catalogue().isPresent() && after.catalogue().isPresent()) {
      PolicyDiff.between(before.catalogue().get(), after.catalogue().get())
          .forEach(it ->
              changes.add(new PolicyChange("catalogue." + it.path(), it.before(), it.after())));
    }
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      changes.forEach(it ->
          list.addObject()
              .put("path", it.path())
              .put("before", it.before().orElse(null))
              .put("after", it.after().orElse(null)));
      OutputOptions.print(out, list);
    } else {
      changes.forEach(out::println);
    }
    return changes.isEmpty() ? ExitCode.OK : ExitCode.FOUND;
  }

  private int unified(Side before, Side after) {
    List<String> old = before.text().lines().toList();
    List<String> lines =
        UnifiedDiffUtils.generateUnifiedDiff(
            before.name(),
            after.name(),
            old,
            DiffUtils.diff(old, after.text().lines().toList()),
            CONTEXT_LINES);
    lines.forEach(spec.commandLine().getOut()::println);
    return lines.isEmpty() ? ExitCode.OK : ExitCode.FOUND;
  }
}
