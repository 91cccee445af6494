package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.doctor.Doctor;
import dev.weir.standalone.doctor.Finding;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Looks for what is wrong: Java, folder, ports, log, topics, transactions, registry, clocks, policy, providers.")
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogOptions log = new LogOptions();
  @Mixin private ListenOptions listen = new ListenOptions();
  @Mixin private EmbeddedOptions embedded = new EmbeddedOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Check this policy and its providers.")
  private @Nullable Path policy;

  @Option(
      names = "--abort-hanging-transactions",
      description =
          "Abort transactions that are open in a partition and that their coordinator believes"
              + " ended. A Kafka with one replica can leave them behind when it is killed; readers"
              + " of committed records wait before them.")
  private boolean abortHanging;

  @Override
  public Integer call() throws Exception {
    Map<String, String> settings = new TreeMap<>();
    listen.addTo(settings, "admin-port");
    embedded.addTo(settings);
    LogOptions.put(settings, "policy", policy);
    List<Finding> findings =
        new Doctor(log.load(settings), System.getenv(), InstantSource.system(), abortHanging)
            .look();
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      findings.forEach(finding ->
          OutputOptions.print(
              out,
              JsonNodeFactory.instance
                  .objectNode()
                  .put("subject", finding.subject())
                  .put("state", text(finding))
                  .put("detail", finding.detail())));
    } else {
      var table = new Table("", "WHAT", "DETAIL");
      findings.forEach(finding -> table.row(text(finding), finding.subject(), finding.detail()));
      table.print(out, "");
    }
    return findings.stream().anyMatch(finding -> finding.state() == Finding.State.FAIL)
        ? ExitCode.FOUND
        : ExitCode.OK;
  }

  private static String text(Finding finding) {
    return finding.state().name().toLowerCase(Locale.ROOT);
  }
}
