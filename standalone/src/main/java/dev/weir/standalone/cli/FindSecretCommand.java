package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.SecretFingerprints;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.process.DataDirectory;
import dev.weir.standalone.process.Secrets;
import dev.weir.standalone.process.StartException;
import dev.weir.standalone.trace.SecretSighting;
import dev.weir.standalone.trace.SecretTrace;
import dev.weir.standalone.trace.SoughtSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "find-secret",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the exchanges in which a secret was found.",
      "The secret comes through standard input and goes nowhere: the log is searched for its keyed"
          + " hash. Exits with 1 where it was found nowhere."
    })
final class FindSecretCommand implements Callable<Integer> {

  private static final int INPUT_BYTES_MAX = 64 * 1024;
  private static final String NONE = "-";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogOptions log = new LogOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "What was seen since this instant, as in 2026-11-01T00:00:00Z (all that are kept).")
  private Instant since = Instant.EPOCH;

  @Option(
      names = "-n",
      paramLabel = "COUNT",
      description = "No more than the newest so many (${DEFAULT-VALUE}).")
  private int max = 1_000;

  @Parameters(hidden = true)
  private @Nullable List<String> values;

  @Override
  public Integer call() {
    if (values != null && !values.isEmpty()) {
      // Without what was given: it is a secret, and the history of the shell has it already.
      throw new ParameterException(
          spec.commandLine(),
          "the secret comes through standard input, never as an argument, which every user of this"
              + " machine can see");
    }
    if (max <= 0) {
      throw new ParameterException(spec.commandLine(), "-n: expected 1 or more, got " + max);
    }
    WeirConfig config = log.load(Map.of());
    DataDirectory data = DataDirectory.at(config.data());
    KeyEncryptionKey key =
        Secrets.find(config.keyEncryptionKey(), data).orElseThrow(() -> Secrets.missing(data));
    LogConnection connection = LogOptions.connection(config);
    SoughtSecrets sought = SoughtSecrets.in(secret(), new SecretFingerprints(key));
    return tell(SecretTrace.follow(connection, sought, since, max));
  }

  private String secret() {
    try {
      byte[] all = System.in.readNBytes(INPUT_BYTES_MAX + 1);
      if (all.length > INPUT_BYTES_MAX) {
        throw new ParameterException(
            spec.commandLine(),
            "standard input holds more than " + INPUT_BYTES_MAX + " bytes; give one secret");
      }
      String text = new String(all, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "standard input is empty: pipe the secret, as in '< key.pem'");
      }
      return text;
    } catch (IOException e) {
      throw new StartException(
          "cannot read standard input (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private int tell(SecretTrace trace) {
    var err = spec.commandLine().getErr();
    trace
        .wholeSince()
        .filter(kept -> kept.isAfter(since))
        .ifPresent(
            kept -> err.println("weir: the log holds what was seen since " + kept + " alone"));
    if (trace.total() == 0) {
      err.println(
          "weir: found in no exchange"
              + (since.equals(Instant.EPOCH) ? " that the log knows" : " since " + since));
      return ExitCode.FOUND;
    }
    if (output.isJson()) {
      trace.sightings().forEach(it -> OutputOptions.print(spec.commandLine().getOut(), json(it)));
    } else {
      print(trace.sightings());
    }
    if (trace.total() > trace.sightings().size()) {
      err.println(
          "weir: " + (trace.total() - trace.sightings().size()) + " older ones; -n shows more");
    }
    return ExitCode.OK;
  }

  private void print(List<SecretSighting> sightings) {
    var table = new Table("TIME", "TEAM", "REQUEST", "MODEL", "RULE", "PLACE", "FROM", "TO");
    for (SecretSighting it : sightings) {
      table.row(
          it.at(),
          it.team(),
          it.requestId() == null ? NONE : it.requestId(),
          it.model() == null ? NONE : it.model(),
          it.rule(),
          it.place(),
          it.start(),
          it.end());
    }
    table.print(spec.commandLine().getOut(), "");
  }

  private static ObjectNode json(SecretSighting it) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("time", it.at().toString())
        .put("organisation", it.organisation())
        .put("team", it.team())
        .put("requestId", it.requestId())
        .put("model", it.model())
        .put("rule", it.rule())
        .put("place", it.place())
        .put("start", it.start())
        .put("end", it.end());
  }
}
