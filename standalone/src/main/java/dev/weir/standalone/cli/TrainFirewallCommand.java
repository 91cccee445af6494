package dev.weir.standalone.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.governance.firewall.Example;
import dev.weir.governance.firewall.FirewallTraining;
import dev.weir.standalone.console.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Learns the firewall's weights from labelled prompts, and measures them across sources. */
@Command(
    name = "firewall",
    mixinStandardHelpOptions = true,
    description =
        "Learns to find injections, and says how well that goes on sources that were not learnt from.")
final class TrainFirewallCommand implements Callable<Integer> {

  private static final String FILE = "dev.jsonl";
  private static final int CHARS_MAX = 16_384;
  private static final int PART_CHARS = 2_000;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The folder of " + FILE + ": a line has text, label (1: injection) and source.")
  private Path data = Path.of("");

  @Option(
      names = "--harmless",
      paramLabel = "DIR",
      description =
          "Documents and code without injections (.md, .java), to learn from and not to measure.")
  private List<Path> harmless = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the weights go; without it nothing is written.")
  private @Nullable Path out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    var training = training();
    print(training);
    if (out != null) {
      try (var file = Files.newOutputStream(out)) {
        training.write(file);
      }
      spec.commandLine().getErr().println("weir: wrote " + out);
    }
    return ExitCode.OK;
  }

  private FirewallTraining training() throws IOException {
    try {
      return new FirewallTraining(examples(), documents());
    } catch (NoSuchFileException e) {
      throw new ParameterException(
          spec.commandLine(), "no such file: " + e.getFile() + "; --data says where it is", e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), FILE + ": " + e.getMessage(), e);
    }
  }

  private List<Example> examples() throws IOException {
    var mapper = new ObjectMapper();
    List<Example> examples = new ArrayList<>();
    int line = 0;
    for (String each : Files.readAllLines(data.resolve(FILE))) {
      line++;
      try {
        examples.add(example(mapper.readTree(each)));
      } catch (JacksonException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "line " + line + " is no object with text, label and source", e);
      }
    }
    return examples;
  }

  private static Example example(JsonNode row) {
    if (!row.path("text").isTextual() || !row.path("label").isInt()) {
      throw new IllegalArgumentException("text or label is missing");
    }
    String text = row.path("text").asText();
    return new Example(
        text.substring(0, Math.min(text.length(), CHARS_MAX)),
        row.path("label").asInt() == 1,
        publisher(row.path("source").asText()));
  }

  /** Of "publisher/collection": collections of one publisher are alike, so they are one source. */
  private static String publisher(String source) {
    int slash = source.indexOf('/');
    return slash < 0 ? source : source.substring(0, slash);
  }

  private List<Example> documents() throws IOException {
    List<Example> documents = new ArrayList<>();
    for (Path folder : harmless) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(TrainFirewallCommand::isReadable).sorted().toList()) {
          String text = Files.readString(file);
          for (int at = 0; at < text.length(); at += PART_CHARS) {
            String part = text.substring(at, Math.min(text.length(), at + PART_CHARS));
            documents.add(new Example(part, false, "documents"));
          }
        }
      }
    }
    return documents;
  }

  private static boolean isReadable(Path file) {
    String name = file.toString();
    return name.endsWith(".md") || name.endsWith(".java");
  }

  private void print(FirewallTraining training) {
    Table table =
        new Table(
            "source",
            "injections",
            "recall",
            "with rules",
            "AUC",
            "harmless",
            "false",
            "with rules");
    List<FirewallTraining.SourceMeasure> measures = new ArrayList<>(training.measures());
    measures.add(FirewallTraining.SourceMeasure.sum(measures));
    for (FirewallTraining.SourceMeasure each : measures) {
      FirewallTraining.Counts bad = each.injections();
      FirewallTraining.Counts good = each.harmless();
      table.row(
          each.source(),
          bad.all(),
          share(bad.byModel(), bad.all()),
          share(bad.judged(), bad.all()),
          Double.isNaN(each.area()) ? "" : String.format(Locale.ROOT, "%.3f", each.area()),
          good.all(),
          share(good.byModel(), good.all()),
          share(good.judged(), good.all()));
    }
    table.print(spec.commandLine().getOut(), "");
  }

  private static String share(int part, int all) {
    return all == 0 ? "" : String.format(Locale.ROOT, "%.3f", (double) part / all);
  }
}
