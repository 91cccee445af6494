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
    name = "proxy",
    mixinStandardHelpOptions = true,
    description = "Runs only the gateway, against an existing log.")
final class ProxyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogOptions log = new LogOptions();
  @Mixin private ListenOptions listen = new ListenOptions();

  @Option(
      names = "--id",
      paramLabel = "NAME",
      description = "Tells proxies of one log apart (proxy-1).")
  private @Nullable String id;

  @Option(
      names = "--recording",
      paramLabel = "on|off",
      description = "off writes nothing to the log; only for measurements.")
  private @Nullable String recording;

  @Override
  public Integer call() throws Exception {
    Map<String, String> settings = new TreeMap<>();
    listen.addTo(settings, "admin-port");
    LogOptions.put(settings, "proxy.id", id);
    LogOptions.put(settings, "proxy.recording", recording);
    var config = log.load(settings);
    var connection = LogOptions.connection(config);
    try (var stop = StopSignal.install();
        var process = WeirProcess.open(config, "proxy-" + config.parts().proxy().id())) {
      process.premises().checkGateway();
      var secret = process.secret();
      process.prepare(connection);
      var gateway = process.startProxy(connection, secret, process.startEcho());
      spec.commandLine().getOut().println("the gateway listens on " + gateway + "/v1");
      stop.await();
    }
    return ExitCode.OK;
  }
}
