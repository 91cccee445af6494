package dev.weir.standalone.cli;

import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.process.StartException;
import dev.weir.standalone.process.StopSignal;
import dev.weir.standalone.process.WeirProcess;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description = "Runs only the embedded broker and registry, with their topics ready.")
final class BrokerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogOptions log = new LogOptions();
  @Mixin private EmbeddedOptions embedded = new EmbeddedOptions();

  @Override
  public Integer call() throws Exception {
    Map<String, String> settings = new TreeMap<>();
    embedded.addTo(settings);
    var config = log.load(settings);
    if (!config.log().isEmbedded()) {
      throw new StartException(
          "'weir broker' is a log of its own: leave --bootstrap-servers and --registry out");
    }
    try (var stop = StopSignal.install();
        var process = WeirProcess.open(config, "broker")) {
      process.premises().checkLog();
      LogConnection connection = process.startLog();
      var addresses = process.publishAddresses(connection);
      spec.commandLine()
          .getOut()
          .printf(
              "kafka listens on %s, the registry on %s%n",
              addresses.bootstrapServers(), addresses.registry());
      stop.await();
    }
    return ExitCode.OK;
  }
}
