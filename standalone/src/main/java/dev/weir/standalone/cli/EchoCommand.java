package dev.weir.standalone.cli;

import dev.weir.standalone.echo.EchoConfig;
import dev.weir.standalone.echo.EchoServer;
import dev.weir.standalone.process.Ports;
import dev.weir.standalone.process.StopSignal;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "echo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the built-in provider alone. It repeats what it is told, and misbehaves on demand:",
      "a last user message (or a model's name, after a '-') that begins with !429, !500 (any status from"
          + " 400 to 599), !stall, !pause, !cut, !slow, !pii, !garbage, !html, !half or !tool."
    })
final class EchoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--listen",
      paramLabel = "HOST",
      defaultValue = EchoConfig.LOOPBACK,
      description = "The address to listen on (${DEFAULT-VALUE}).")
  private String host = EchoConfig.LOOPBACK;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9000",
      description = "The port (${DEFAULT-VALUE}); 0 takes a free one.")
  private int port;

  @Override
  public Integer call() throws Exception {
    Ports.requireFree(host, port, "--port");
    EchoConfig usual = EchoConfig.onLoopback(port);
    var config =
        new EchoConfig(
            host,
            port,
            usual.bodyMaxBytes(),
            usual.exchangesMax(),
            usual.stallMax(),
            usual.slowDelay());
    try (var stop = StopSignal.install();
        var echo = EchoServer.start(config, InstantSource.system())) {
      spec.commandLine().getOut().println("echo listens on " + echo.uri() + "/v1");
      stop.await();
    }
    return ExitCode.OK;
  }
}
