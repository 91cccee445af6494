package dev.weir.standalone.cli;

import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.process.Addresses;
import dev.weir.standalone.process.Gateway;
import dev.weir.standalone.process.StopSignal;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Runs everything in one process: log, registry, gateway, processors, archive.",
      "Without a policy there is a first one, with a team 'demo' and a provider that needs no key."
    })
final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogOptions log = new LogOptions();
  @Mixin private ListenOptions listen = new ListenOptions();
  @Mixin private EmbeddedOptions embedded = new EmbeddedOptions();

  @Option(names = "--policy", paramLabel = "FILE", description = "Apply this policy first.")
  private @Nullable Path policy;

  @Override
  public Integer call() throws Exception {
    // Not the start of the process, which may have built Weir before it became the JVM.
    var started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    Map<String, String> settings = new TreeMap<>();
    listen.addTo(settings, "admin-port");
    embedded.addTo(settings);
    LogOptions.put(settings, "policy", policy);
    WeirConfig config = log.load(settings);
    var err = spec.commandLine().getErr();
    try (var stop = StopSignal.install();
        var gateway =
            Gateway.start(
                config, FirstPolicy.of(config), progress -> err.println("weir: " + progress))) {
      new Welcome(spec.commandLine().getOut(), gateway, log.repeated())
          .print(Duration.between(started, Instant.now()));
      stop.await();
      err.println("weir: finishing what is under way");
    }
    return ExitCode.OK;
  }

  /**
   * What a first start needs to know.
   *
   * @param options what the commands that it names have to be given
   */
  private record Welcome(PrintWriter out, Gateway gateway, String options) {

    void print(Duration after) {
      Addresses addresses = gateway.addresses();
      var url = addresses.other(Addresses.GATEWAY).orElseThrow();
      out.printf("Weir is up after %.1f s.%n%n", after.toMillis() / 1_000.0);
      out.println("  gateway   " + url + "/v1");
      out.println(
          "  admin     " + addresses.other(Addresses.ADMIN).orElseThrow() + "   /readyz /metrics");
      out.println(
          "  kafka     " + addresses.bootstrapServers() + "   registry " + addresses.registry());
      gateway.newKey().ifPresent(key -> out.println("  key       " + key + "   team demo"));
      out.println("  data      " + gateway.data().path() + "   log file weir.log");
      out.println();
      gateway.keyFile().ifPresentOrElse(file -> printCurl(url + "/v1", file), this::printNewKey);
      out.println("Watch it with: ./weir tail prompts" + options);
      out.println("Stop it with Ctrl-C; the data stays.");
      out.flush();
    }

    private void printCurl(String url, Path keyFile) {
      out.println("  curl " + url + "/chat/completions -H 'content-type: application/json' \\");
      out.println("    -H \"authorization: Bearer $(cat '" + keyFile + "')\" \\");
      out.println(
          "    -d '{\"model\":\"echo-small\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}'");
      out.println();
    }

    private void printNewKey() {
      out.println("Make a key with: ./weir key create --team TEAM" + options);
      out.println();
    }
  }
}
