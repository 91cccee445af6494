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
    name = "processors",
    mixinStandardHelpOptions = true,
    description = "Runs only the stream processors, against an existing log.")
final class ProcessorsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogOptions log = new LogOptions();
  @Mixin private RoleOptions role = new RoleOptions();

  @Option(names = "--threads", paramLabel = "COUNT", description = "Stream threads (1).")
  private @Nullable String threads;

  @Option(names = "--state", paramLabel = "DIR", description = "Where the stores lie (DATA/state).")
  private @Nullable String state;

  @Override
  public Integer call() throws Exception {
    Map<String, String> settings = new TreeMap<>();
    role.addTo(settings, "processors.admin-port");
    LogOptions.put(settings, "processors.threads", threads);
    LogOptions.put(settings, "processors.state", state);
    var config = log.load(settings);
    var connection = LogOptions.connection(config);
    try (var stop = StopSignal.install();
        var process = WeirProcess.open(config, "processors")) {
      process.premises().checkProcessors();
      var secret = process.secret();
      process.prepare(connection);
      var admin = process.startProcessors(connection, secret);
      process.awaitBegun();
      spec.commandLine().getOut().println("the processors run; admin " + admin);
      stop.await();
    }
    return ExitCode.OK;
  }
}
