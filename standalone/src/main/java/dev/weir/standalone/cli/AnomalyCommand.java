package dev.weir.standalone.cli;

import dev.weir.governance.anomaly.AlertHold;
import dev.weir.governance.anomaly.AnomalyScorer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "anomaly",
    mixinStandardHelpOptions = true,
    description = "Tries the search for anomalies on a series of your own.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = AnomalyCommand.Score.class)
final class AnomalyCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Writes as it reads, so that it also serves in a pipe that does not end. */
  @Command(
      name = "score",
      mixinStandardHelpOptions = true,
      description = {
        "Reads lines 'timestamp,value' from standard input and writes a score for each, from 0",
        "(usual) to 1. A header is passed on, empty lines are left out. Each score depends on the",
        "values before it alone; the settings are the same for every series."
      })
  static final class Score implements Callable<Integer> {

    private static final int LINE_MAX = 1_000;

    private static final Pattern TIME =
        Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d([.]\\d{1,9})?)?(Z|[+-]\\d\\d:?\\d\\d)?)?"
                + "|\\d{1,19}([.]\\d{1,9})?");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--hold",
        paramLabel = "VALUES",
        defaultValue = "" + AlertHold.VALUES,
        description =
            "For how many values a lower score is written as 0 after a higher one, so that an"
                + " anomaly is told once; 0 writes every score (default: ${DEFAULT-VALUE}).")
    private int hold = AlertHold.VALUES;

    private final AnomalyScorer scorer = new AnomalyScorer();

    @Override
    public Integer call() throws IOException {
      if (hold < 0) {
        throw new ParameterException(spec.commandLine(), "--hold is at least 0, got " + hold);
      }
      var held = hold == 0 ? null : new AlertHold(hold);
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      PrintWriter out = spec.commandLine().getOut();
      long number = 0;
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        number++;
        String text = line.strip();
        if (text.isEmpty()) {
          continue;
        }
        if (number == 1 && isHeader(text)) {
          out.println(text);
          continue;
        }
        double score;
        try {
          score = scorer.score(value(text));
        } catch (IllegalArgumentException e) {
          out.flush();
          spec.commandLine().getErr().println("weir: line " + number + ": " + e.getMessage());
          return ExitCode.UNUSABLE;
        }
        out.println(String.format(Locale.ROOT, "%.9f", held == null ? score : held.apply(score)));
      }
      out.flush();
      return ExitCode.OK;
    }

    /** With its end, at most {@value #LINE_MAX} characters of it; empty where the input ends. */
    private static String line(BufferedReader in) throws IOException {
      var line = new StringBuilder();
      for (int next = in.read(); next >= 0; next = in.read()) {
        line.append((char) next);
        if (next == '\n' || line.length() > LINE_MAX) {
          break;
        }
      }
      return line.toString();
    }

    private static boolean isHeader(String line) {
      return line.chars().noneMatch(Character::isDigit) && line.indexOf(',') > 0;
    }

    private static double value(String line) {
      if (line.length() >= LINE_MAX) {
        throw new IllegalArgumentException("is longer than " + LINE_MAX + " characters");
      }
      int comma = line.indexOf(',');
      if (comma < 0) {
        throw new IllegalArgumentException(
            "expected 'timestamp,value', like 2026-11-26 10:00:00,42.5");
      }
      if (!TIME.matcher(line.substring(0, comma).strip()).matches()) {
        throw new IllegalArgumentException(
            "the timestamp is not like 2026-11-26 10:00:00, 2026-11-26T10:00:00Z or 1795687200");
      }
      try {
        return Double.parseDouble(line.substring(comma + 1).strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("the value after the comma is no number", e);
      }
    }
  }
}
