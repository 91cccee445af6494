package dev.weir.standalone.cli;

import dev.weir.standalone.process.Ports;
import dev.weir.standalone.process.StopSignal;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "registry",
    mixinStandardHelpOptions = true,
    description = {
      "Runs only the schema registry, against an existing Kafka.",
      "It knows no users: whoever reaches its port can change schemas."
    })
final class RegistryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "HOST:PORT,..",
      description = "The Kafka.")
  private String bootstrapServers = "";

  @Option(
      names = "--listen",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "18081",
      description = "The port (${DEFAULT-VALUE}); 0 takes a free one.")
  private int port;

  @Override
  public Integer call() throws Exception {
    Ports.requireFree(host, port, "--port");
    try (var stop = StopSignal.install();
        var registry = SchemaRegistryServer.start(bootstrapServers, host, port)) {
      spec.commandLine().getOut().println("the registry listens on " + registry.uri());
      stop.await();
    }
    return ExitCode.OK;
  }
}
