package dev.weir.standalone.cli;

import dev.weir.governance.anomaly.AlertHold;
import dev.weir.governance.anomaly.AnomalyScorer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        "(usual) to 1. A header and empty lines are passed on; what is missing (nothing, NaN, null)",
        "scores 0 and is not learned. Each score depends on the values before it alone; the",
        "settings are the same for every series."
      })
  static final class Score implements Callable<Integer> {

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
      var lines = new SeriesLines();
      long number = 0;
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        number++;
        try {
          out.println(
              switch (lines.read(line)) {
                case SeriesLines.Read.Header(String names) -> names;
                case SeriesLines.Read.Empty _ -> "";
                case SeriesLines.Read.Point(OptionalDouble value) -> score(value, held);
              });
        } catch (IllegalArgumentException e) {
          out.flush();
          spec.commandLine().getErr().println("weir: line " + number + ": " + e.getMessage());
          return ExitCode.UNUSABLE;
        }
      }
      out.flush();
      return ExitCode.OK;
    }

    private String score(OptionalDouble value, @Nullable AlertHold held) {
      double score = value.isPresent() ? scorer.score(value.getAsDouble()) : 0;
      if (held != null && value.isPresent()) {
        score = held.apply(score);
      }
      return String.format(Locale.ROOT, "%.9f", score);
    }

    /**
     * With its end, at most {@value SeriesLines#LINE_MAX} characters of it; empty where the input
     * ends.
     */
    private static String line(BufferedReader in) throws IOException {
      var line = new StringBuilder();
      for (int next = in.read(); next >= 0; next = in.read()) {
        line.append((char) next);
        if (next == '\n' || line.length() > SeriesLines.LINE_MAX) {
          break;
        }
      }
      return line.toString();
    }
  }
}
