package dev.weir.standalone.cli;

import dev.weir.encoder.EncoderSettings;
import dev.weir.encoder.PiiMeasure;
import dev.weir.encoder.PiiTraining;
import dev.weir.standalone.console.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Learns the head of the encoder from labelled texts, and measures it on templates it never saw.
 */
@Command(
    name = "pii",
    mixinStandardHelpOptions = true,
    description = "Learns to find names, and says how well that goes on texts of other templates.")
final class TrainPiiCommand implements Callable<Integer> {

  private static final int FOLDS_MAX = 20;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The folder of ner_real_train.jsonl and the two sets of Presidio.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the weights go; without it nothing is written.")
  private @Nullable Path out;

  @Option(
      names = "--folds",
      defaultValue = "5",
      description =
          "Into how many parts the templates fall for the measure (${DEFAULT-VALUE}); 0: none.")
  private int folds;

  @Option(names = "--seed", defaultValue = "1", description = "Of all chance (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "For the model (${DEFAULT-VALUE}).")
  private int threads;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (folds < 0 || folds == 1 || folds > FOLDS_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--folds: 0, or from 2 to " + FOLDS_MAX + ", got " + folds);
    }
    PrintWriter err = spec.commandLine().getErr();
    try (var training =
        PiiTraining.open(
            data, seed, new EncoderSettings(threads, 1), line -> err.println("weir: " + line))) {
      if (folds > 0) {
        print(training.measure(folds));
      }
      if (out != null) {
        Files.write(out, training.train());
        err.println("weir: wrote " + out);
      }
      return ExitCode.OK;
    } catch (NoSuchFileException e) {
      throw new ParameterException(
          spec.commandLine(), "no such file: " + e.getFile() + "; --data says where it is", e);
    }
  }

  private void print(List<PiiMeasure> measures) {
    Table table = new Table("type", "marked", "found", "right", "precision", "recall");
    for (PiiMeasure each : measures) {
      table.row(
          each.type(),
          each.marked(),
          each.found(),
          each.right(),
          String.format(Locale.ROOT, "%.3f", each.precision()),
          String.format(Locale.ROOT, "%.3f", each.recall()));
    }
    table.print(spec.commandLine().getOut(), "");
  }
}
