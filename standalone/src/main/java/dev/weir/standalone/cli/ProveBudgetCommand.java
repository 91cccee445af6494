package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.standalone.prove.BudgetFinding;
import dev.weir.standalone.prove.BudgetFinding.Verdict;
import dev.weir.standalone.prove.BudgetProof;
import dev.weir.standalone.prove.BudgetTrial;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "budget",
    mixinStandardHelpOptions = true,
    description = {
      "Shows that several proxies together spend no more of a hard limit than it lets through.",
      "Starts a log, processors and proxies of its own on free ports, asks for more than the limit,",
      "and judges by the log alone."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every limit was reached, and none was passed beyond its bound",
      "1:one was passed, or the round shows nothing: the limit was not reached, or not all is known",
      "2:the command line or the environment is wrong"
    })
final class ProveBudgetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ProofOptions options = new ProofOptions();

  @Option(
      names = "--proxies",
      paramLabel = "COUNT",
      defaultValue = "4",
      description = "Proxies that share the limit (${DEFAULT-VALUE}).")
  private int proxies;

  @Option(
      names = "--limit",
      paramLabel = "TOKENS",
      defaultValue = "200000",
      description = "The hard limit of each round (${DEFAULT-VALUE}).")
  private long limit;

  @Option(
      names = "--rate",
      paramLabel = "COUNT",
      defaultValue = "300",
      description = "Requests a second, as many as the machine can do (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--kill",
      description = "Kill one proxy and the processors in each round, and start them again.")
  private boolean kill;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "How often, each time with a new limit (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "PT2M",
      description = "How long a round asks at most, for example PT90S (${DEFAULT-VALUE}).")
  private Duration within = Duration.ZERO;

  @Override
  public Integer call() throws IOException, InterruptedException {
    BudgetTrial trial = trial();
    var err = spec.commandLine().getErr();
    List<BudgetFinding> findings = new ArrayList<>();
    ProofSession.run(
        err,
        options.isKept(),
        folder ->
            new BudgetProof(trial, InstantSource.system(), text -> err.println("weir: " + text))
                .run(
                    folder,
                    finding -> {
                      findings.add(finding);
                      tell(finding);
                    }));
    return findings.stream().allMatch(it -> it.verdict() == Verdict.HELD)
        ? ExitCode.OK
        : ExitCode.FOUND;
  }

  private BudgetTrial trial() {
    return ProofOptions.trial(
        spec,
        () ->
            new BudgetTrial(
                proxies, limit, rate, options.callers(), kill, rounds, within, options.seed()));
  }

  private void tell(BudgetFinding finding) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOptions.print(out, json(finding));
    } else {
      print(out, finding);
    }
    out.flush();
  }

  private static void print(PrintWriter out, BudgetFinding it) {
    var requests = it.requests();
    var refusals = it.refusals();
    out.printf("round %d: %s%n", it.round(), words(it.verdict()));
    line(out, "limit", it.limit(), "");
    line(out, "spent", it.spent(), share(it.spent(), it.limit()));
    line(out, "bound", it.bound(), "");
    line(out, "over the limit", it.overshoot(), "");
    line(out, "unspent", it.unspent(), share(it.unspent(), it.limit()));
    line(out, "credit unreturned", it.unreturned(), share(it.unreturned(), it.limit()));
    line(out, "admitted", requests.admitted(), "at most %d at once".formatted(requests.atOnce()));
    line(out, "refused", requests.refused(), "the limit was spent");
    line(out, "unavailable", requests.unavailable(), "what is left could not be known");
    line(out, "refused otherwise", requests.other(), "");
    line(out, "cut", requests.cut(), "");
    line(out, "orphaned", requests.orphaned(), "closed for a proxy that was killed");
    line(
        out,
        "refused, > 1 % free",
        refusals.whileFree(),
        "%d with room for any request, %d of them after a kill"
            .formatted(refusals.withRoom(), refusals.afterKills()));
    line(
        out,
        "most free then",
        refusals.freeMost(),
        "the largest reservation was %d".formatted(refusals.largest()));
    line(out, "not closed", it.open(), "");
    line(out, "killed", it.kills(), "");
  }

  private static void line(PrintWriter out, String what, long amount, String remark) {
    out.println(
        String.format(Locale.ROOT, "  %-20s %,14d  %s", what, amount, remark).stripTrailing());
  }

  private static String share(long part, long whole) {
    return String.format(Locale.ROOT, "%.2f %% of the limit", 100.0 * part / whole);
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case HELD -> "the limit held";
      case BROKEN -> "THE BOUND IS BROKEN";
      case NOT_REACHED -> "nothing is shown: no request was refused; ask for longer with --for";
      case NOT_SETTLED -> "nothing is shown: not every exchange has ended in the log";
    };
  }

  private static ObjectNode json(BudgetFinding it) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("round", it.round())
            .put("verdict", it.verdict().name().toLowerCase(Locale.ROOT))
            .put("limit", it.limit())
            .put("spent", it.spent())
            .put("bound", it.bound())
            .put("overshoot", it.overshoot())
            .put("unspent", it.unspent())
            .put("unreturned", it.unreturned());
    var requests = it.requests();
    json.putObject("requests")
        .put("admitted", requests.admitted())
        .put("refused", requests.refused())
        .put("unavailable", requests.unavailable())
        .put("refusedOtherwise", requests.other())
        .put("cut", requests.cut())
        .put("orphaned", requests.orphaned())
        .put("atOnce", requests.atOnce());
    var refusals = it.refusals();
    json.putObject("refusedWhileFree")
        .put("count", refusals.whileFree())
        .put("withRoom", refusals.withRoom())
        .put("afterKills", refusals.afterKills())
        .put("freeMost", refusals.freeMost())
        .put("largestReservation", refusals.largest());
    return json.put("open", it.open()).put("kills", it.kills());
  }
}
