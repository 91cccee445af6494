package dev.weir.standalone.cli;

import dev.weir.standalone.process.StopSignal;
import dev.weir.standalone.process.WeirProcess;
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
    name = "sinks",
    mixinStandardHelpOptions = true,
    description = "Runs only the archive, against an existing log.")
final class SinksCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogOptions log = new LogOptions();
  @Mixin private RoleOptions role = new RoleOptions();

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description = "Where the files lie (DATA/archive).")
  private @Nullable String archive;

  @Override
  public Integer call() throws Exception {
    Map<String, String> settings = new TreeMap<>();
    role.addTo(settings, "sinks.admin-port");
    LogOptions.put(settings, "sinks.archive", archive);
    var config = log.load(settings);
    var connection = LogOptions.connection(config);
    try (var stop = StopSignal.install();
        var process = WeirProcess.open(config, "sinks")) {
      process.premises().checkSinks();
      process.prepare(connection);
      spec.commandLine()
          .getOut()
          .println("the archive runs; admin " + process.startSinks(connection));
      stop.await();
    }
    return ExitCode.OK;
  }
}
