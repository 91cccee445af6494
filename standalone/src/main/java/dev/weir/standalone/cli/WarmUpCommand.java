package dev.weir.standalone.cli;

import dev.weir.standalone.demo.Demo;
import dev.weir.standalone.process.Gateway;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the launcher runs to make the JVM's start-up cache: the whole product, on free ports. */
@Command(name = "warm-up", hidden = true, description = "Runs the demo unseen, on free ports.")
final class WarmUpCommand implements Callable<Integer> {

  @Option(names = "--data", required = true, description = "A folder that may be thrown away.")
  private Path data = Path.of("");

  @Override
  public Integer call() throws Exception {
    var config =
        DemoSettings.load(
            data,
            Map.of(
                "port", "0",
                "admin-port", "0",
                "kafka.embedded-port", "0",
                "registry.embedded-port", "0"));
    try (var gateway = Gateway.start(config, Demo.policy(), _ -> {})) {
      return new Demo(gateway, _ -> {}).run(new PrintWriter(Writer.nullWriter()))
          ? ExitCode.OK
          : ExitCode.FOUND;
    }
  }
}
