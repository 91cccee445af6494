package dev.weir.standalone.cli;

import dev.weir.standalone.demo.Demo;
import dev.weir.standalone.process.Addresses;
import dev.weir.standalone.process.Gateway;
import dev.weir.standalone.process.ScratchDirectory;
import dev.weir.standalone.process.StopSignal;
import java.nio.file.Path;
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
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs everything and tells a story with a few hundred real requests, then reads the log back:",
      "exit code 1 where it differs from what the callers saw.",
      "Its data lies in a folder of its own, which goes away in the end unless --data names one."
    })
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ListenOptions listen = new ListenOptions();
  @Mixin private EmbeddedOptions embedded = new EmbeddedOptions();

  @Option(names = "--data", paramLabel = "DIR", description = "Keep the data here.")
  private @Nullable Path data;

  @Option(names = "--exit", description = "End after the story.")
  private boolean exit;

  @Override
  public Integer call() throws Exception {
    try (var stop = StopSignal.install();
        var folder = ScratchDirectory.orGiven(data)) {
      var config = DemoSettings.load(folder.path(), settings());
      var err = spec.commandLine().getErr();
      try (var gateway =
          Gateway.start(config, Demo.policy(), text -> err.println("weir: " + text))) {
        boolean agrees =
            new Demo(gateway, text -> err.println("weir: " + text))
                .run(spec.commandLine().getOut());
        if (!exit) {
          invite(gateway);
          stop.await();
        }
        return agrees ? ExitCode.OK : ExitCode.FOUND;
      }
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    listen.addTo(settings, "admin-port");
    embedded.addTo(settings);
    return settings;
  }

  private void invite(Gateway gateway) {
    var out = spec.commandLine().getOut();
    Addresses addresses = gateway.addresses();
    String url = addresses.other(Addresses.GATEWAY).orElseThrow() + "/v1";
    out.println();
    out.println(
        "The gateway stays up: "
            + url
            + ", admin "
            + addresses.other(Addresses.ADMIN).orElseThrow());
    try (var control = gateway.control()) {
      String key = Demo.visitorKey(control);
      out.println("  curl " + url + "/chat/completions -H 'authorization: Bearer " + key + "' \\");
      out.println(
          "    -d '{\"model\":\"echo-small\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}'");
    }
    out.println(
        "  ./weir tail prompts --from-beginning"
            + LogOptions.repeated("--data", gateway.data().path()));
    out.println("Stop it with Ctrl-C.");
  }
}
