package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.litellm.Fate;
import dev.weir.standalone.litellm.Finding;
import dev.weir.standalone.litellm.Imported;
import dev.weir.standalone.litellm.LiteLlmImport;
import dev.weir.standalone.litellm.UnreadableConfigException;
import dev.weir.standalone.process.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Makes a policy of another gateway's configuration.")
final class ImportCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say litellm");
  }

  @Command(
      name = "litellm",
      mixinStandardHelpOptions = true,
      description =
          "Reads a LiteLLM proxy's config.yaml; copies no secret. Needs nothing that runs.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the policy was written, and the report says what is left to do",
        "2:the file cannot be read or has no model that Weir can reach"
      })
  int litellm(
      @Mixin OutputOptions output,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description =
                  "Where to write the policy; never over a file. Without it the policy"
                      + " goes to standard output and the report to standard error.")
          @Nullable Path out,
      @Option(
              names = "--prices-from",
              paramLabel = "DATE",
              converter = RerateCommand.DayConverter.class,
              description = "From when on the file's prices hold (today, in UTC).")
          @Nullable LocalDate pricesFrom,
      @Parameters(paramLabel = "FILE", description = "A config.yaml.") Path file) {
    Imported imported;
    try {
      imported =
          LiteLlmImport.read(
              PolicyCommand.read(file),
              pricesFrom == null ? LocalDate.now(ZoneOffset.UTC) : pricesFrom);
    } catch (UnreadableConfigException e) {
      throw new StartException(file + ": " + e.getMessage(), e);
    }
    if (out == null) {
      spec.commandLine().getOut().print(imported.policy());
      spec.commandLine().getOut().flush();
      report(spec.commandLine().getErr(), imported.findings(), output);
    } else {
      write(out, imported.policy());
      report(spec.commandLine().getOut(), imported.findings(), output);
    }
    return ExitCode.OK;
  }

  private static void write(Path file, String policy) {
    try {
      Files.writeString(file, policy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new StartException(file + " exists already; name another file with --out", e);
    } catch (IOException e) {
      throw new StartException(
          "cannot write " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static void report(PrintWriter to, List<Finding> findings, OutputOptions output) {
    if (output.isJson()) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      var list = answer.putArray("settings");
      findings.forEach(it ->
          list.addObject()
              .put("path", it.path())
              .put("fate", it.fate().text())
              .put("reason", it.reason()));
      OutputOptions.print(to, answer);
      return;
    }
    var table = new Table("SETTING", "BECAME", "WHY");
    findings.forEach(it -> table.row(it.path(), it.fate().text(), it.reason()));
    table.print(to, "");
    var counts = new StringBuilder();
    for (Fate fate : Fate.values()) {
      long count = findings.stream().filter(it -> it.fate() == fate).count();
      counts.append(counts.isEmpty() ? "" : ", ").append(count).append(' ').append(fate.text());
    }
    to.println(counts);
  }
}
