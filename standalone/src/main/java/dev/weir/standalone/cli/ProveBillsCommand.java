package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.standalone.prove.BillsFinding;
import dev.weir.standalone.prove.BillsProof;
import dev.weir.standalone.prove.BillsTrial;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "bills",
    mixinStandardHelpOptions = true,
    description = {
      "Shows that bills add up to the last decimal although proxies and processors are killed at",
      "random moments. Starts a log, processors and proxies of its own on free ports, and compares",
      "token counts, rated usage and chargeback rows as the log has them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:in every round, all that was answered is charged, once",
      "1:something differs, or the round shows nothing: no whole answer, or an exchange without end",
      "2:the command line or the environment is wrong"
    })
final class ProveBillsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ProofOptions options = new ProofOptions();

  @Option(
      names = "--proxies",
      paramLabel = "COUNT",
      defaultValue = "2",
      description = "Proxies that are asked (${DEFAULT-VALUE}).")
  private int proxies;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      defaultValue = "3",
      description = "How often, each time with a new team (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--kills",
      paramLabel = "COUNT",
      defaultValue = "3",
      description = {
        "Kills in each round, of a proxy or the processors; some are killed again while they start",
        "(${DEFAULT-VALUE})."
      })
  private int kills;

  @Option(
      names = "--rate",
      paramLabel = "COUNT",
      defaultValue = "50",
      description = "Requests a second, as many as the machine can do (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "PT15S",
      description = "How long a round asks, for example PT1M (${DEFAULT-VALUE}).")
  private Duration asking = Duration.ZERO;

  @Override
  public Integer call() throws IOException, InterruptedException {
    BillsTrial trial = trial();
    var err = spec.commandLine().getErr();
    List<BillsFinding> findings = new ArrayList<>();
    ProofSession.run(
        err,
        options.isKept(),
        folder ->
            new BillsProof(trial, InstantSource.system(), text -> err.println("weir: " + text))
                .run(
                    folder,
                    finding -> {
                      findings.add(finding);
                      tell(finding);
                    }));
    return findings.stream().allMatch(BillsFinding::addsUp) ? ExitCode.OK : ExitCode.FOUND;
  }

  private BillsTrial trial() {
    return ProofOptions.trial(
        spec,
        () ->
            new BillsTrial(
                proxies, rounds, kills, rate, options.callers(), asking, options.seed()));
  }

  private void tell(BillsFinding finding) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOptions.print(out, json(finding));
    } else {
      print(out, finding);
    }
    out.flush();
  }

  private static void print(PrintWriter out, BillsFinding it) {
    out.printf(
        "round %d: %s%n",
        it.round(), it.addsUp() ? "the bill adds up" : "THE BILL DOES NOT ADD UP");
    line(out, "answered", count(it.answered()), it.unrecorded() + " without a usage record");
    line(out, "tokens used", count(it.usedTokens()), "");
    line(out, "tokens charged", count(it.chargedTokens()), "");
    line(out, "  of them estimated", count(it.estimatedTokens()), "");
    line(out, "  of them unpriced", count(it.unpricedTokens()), "");
    line(out, "cost rated", money(it.rated()), "");
    line(out, "cost charged", money(it.charged()), "");
    line(out, "differences", count(it.differences()), "");
    it.listed().forEach(text -> out.println("    " + text));
    line(out, "orphaned", count(it.orphaned()), "closed for a proxy that was killed");
    line(out, "not closed", count(it.open()), "");
    line(out, "killed", count(it.kills()), "");
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String money(SortedMap<String, BigDecimal> costs) {
    return costs.entrySet().stream()
        .map(cost -> cost.getValue().toPlainString() + " " + cost.getKey())
        .collect(Collectors.joining(", "));
  }

  private static void line(PrintWriter out, String what, String amount, String remark) {
    out.println(
        String.format(Locale.ROOT, "  %-20s %30s  %s", what, amount, remark).stripTrailing());
  }

  private static ObjectNode json(BillsFinding it) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("round", it.round())
            .put("addsUp", it.addsUp())
            .put("answered", it.answered())
            .put("unrecorded", it.unrecorded())
            .put("usedTokens", it.usedTokens())
            .put("chargedTokens", it.chargedTokens())
            .put("estimatedTokens", it.estimatedTokens())
            .put("unpricedTokens", it.unpricedTokens());
    costs(json.putObject("rated"), it.rated());
    costs(json.putObject("charged"), it.charged());
    json.put("differences", it.differences());
    it.listed().forEach(json.putArray("listed")::add);
    return json.put("orphaned", it.orphaned()).put("open", it.open()).put("kills", it.kills());
  }

  /** As text: a number of JSON would be read as a binary fraction. */
  private static void costs(ObjectNode json, SortedMap<String, BigDecimal> costs) {
    costs.forEach((currency, cost) -> json.put(currency, cost.toPlainString()));
  }
}
