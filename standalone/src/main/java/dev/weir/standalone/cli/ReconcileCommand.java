package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.reconcile.Comparison;
import dev.weir.standalone.reconcile.Export;
import dev.weir.standalone.reconcile.ExportReader;
import dev.weir.standalone.reconcile.ReconciliationAlert;
import dev.weir.standalone.statement.ChargedRows;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = {
      "Compares what a provider says was used with what Weir has charged, by day and model.",
      "Reads the usage and cost exports of OpenAI and Anthropic, JSON or CSV."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no model differs by more than the threshold",
      "1:one does",
      "2:a file, the command line or the environment is wrong"
    })
final class ReconcileCommand implements Callable<Integer> {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogOptions log = new LogOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--provider",
      required = true,
      paramLabel = "NAME",
      description = "The provider, as the policy calls it.")
  private String provider = "";

  @Option(
      names = "--month",
      required = true,
      paramLabel = "YYYY-MM",
      converter = StatementCommand.MonthConverter.class,
      description = "Which month; days are days in UTC.")
  private YearMonth month = YearMonth.of(1970, 1);

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "A key of the provider's that Weir uses, as the export calls it; may be given several"
              + " times. All keys count where it is left out.")
  private List<String> keys = List.of();

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      defaultValue = "1%",
      converter = ShareConverter.class,
      description = "By how much a model's month may differ (${DEFAULT-VALUE}).")
  private BigDecimal threshold = BigDecimal.ZERO;

  @Option(names = "--alert", description = "Tell weir.alerts where the threshold is passed.")
  private boolean alert;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Exports of one provider; all are added up.")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    Export export = ExportReader.read(files);
    if (export.first().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "the files report on no day; export at least one");
    }
    LogConnection connection = LogOptions.connection(log.load(Map.of()));
    var comparison = new Comparison(provider, month, export, Set.copyOf(keys));
    Optional<Instant> since = ChargedRows.read(connection, month, comparison::add);
    warn(export, comparison, since);
    List<Comparison.Line> beyond = comparison.beyond(threshold);
    if (output.isJson()) {
      printJson(comparison, beyond);
    } else {
      print(comparison, beyond);
    }
    if (alert && !beyond.isEmpty()) {
      String uid =
          ReconciliationAlert.write(
              connection,
              InstantSource.system(),
              provider,
              month,
              beyond.getFirst(),
              beyond.size());
      warn("told weir.alerts: %s".formatted(uid));
    }
    return beyond.isEmpty() ? ExitCode.OK : ExitCode.FOUND;
  }

  private void warn(Export export, Comparison comparison, Optional<Instant> since) {
    var first = export.first().orElseThrow();
    var last = export.last().orElseThrow();
    warn(
        "the export reports on %s to %s; these days of %s are compared"
            .formatted(first, last, month));
    if (export.lacksLastPage()) {
      warn("every file says that more follows (has_more); fetch the next page as well");
    }
    if (comparison.rowsElsewhere() > 0) {
      warn("%d row(s) of other months are left out".formatted(comparison.rowsElsewhere()));
    }
    since.ifPresent(at -> warn("the log holds rows since %s; older ones are gone".formatted(at)));
    if (comparison.unpricedTokens() > 0) {
      warn(
          "%d of Weir's tokens have no price and are in no cost"
              .formatted(comparison.unpricedTokens()));
    }
    comparison.unknownKeys().forEach(key -> warn("the export has no key '%s'".formatted(key)));
    if (comparison.keys().isEmpty() && comparison.byKey().size() > 1) {
      warn(
          "the export has %d keys; name those that Weir uses with --key"
              .formatted(comparison.byKey().size()));
    }
  }

  private void print(Comparison comparison, List<Comparison.Line> beyond) {
    PrintWriter out = spec.commandLine().getOut();
    var totals = new Table("MODEL", "WHAT", "WEIR", "EXPORT", "DIFFERENCE", "SHARE", "");
    comparison
        .totals()
        .forEach(line ->
            totals.row(
                line.model(),
                line.measure().text(),
                plain(line.sides().weir()),
                plain(line.sides().export()),
                plain(line.sides().difference()),
                share(line),
                beyond.contains(line) ? "beyond" : ""));
    totals.print(out, "");
    List<Comparison.Line> days = comparison.differences();
    if (!days.isEmpty()) {
      out.println();
      var table = new Table("DAY", "MODEL", "WHAT", "WEIR", "EXPORT", "DIFFERENCE");
      days.forEach(line ->
          table.row(
              line.day().orElseThrow(),
              line.model(),
              line.measure().text(),
              plain(line.sides().weir()),
              plain(line.sides().export()),
              plain(line.sides().difference())));
      table.print(out, "");
    }
    if (!comparison.byKey().isEmpty()) {
      out.println();
      var table = new Table("KEY OF THE EXPORT", "WHAT", "EXPORT", "");
      comparison
          .byKey()
          .forEach((key, measures) ->
              measures.forEach((measure, value) ->
                  table.row(
                      key.isEmpty() ? "(none)" : key,
                      measure.text(),
                      plain(value),
                      isCompared(comparison, key) ? "compared" : "left out")));
      table.print(out, "");
    }
  }

  private static boolean isCompared(Comparison comparison, String key) {
    return comparison.keys().isEmpty() || comparison.keys().contains(key);
  }

  private void printJson(Comparison comparison, List<Comparison.Line> beyond) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("provider", provider)
            .put("month", month.toString())
            .put("threshold", plain(threshold))
            .put("beyond", beyond.size());
    var totals = node.putArray("totals");
    comparison.totals().forEach(line -> totals.add(json(line)));
    var days = node.putArray("differences");
    comparison.differences().forEach(line -> days.add(json(line)));
    var byKey = node.putArray("keys");
    comparison
        .byKey()
        .forEach((key, measures) ->
            measures.forEach((measure, value) ->
                byKey
                    .addObject()
                    .put("key", key)
                    .put("what", measure.text())
                    .put("export", plain(value))
                    .put("compared", isCompared(comparison, key))));
    OutputOptions.print(spec.commandLine().getOut(), node);
  }

  private static ObjectNode json(Comparison.Line line) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    line.day().ifPresent(day -> node.put("day", day.toString()));
    return node.put("model", line.model())
        .put("what", line.measure().text())
        .put("weir", plain(line.sides().weir()))
        .put("export", plain(line.sides().export()))
        .put("difference", plain(line.sides().difference()));
  }

  private static String share(Comparison.Line line) {
    BigDecimal export = line.sides().export();
    return export.signum() == 0
        ? "-"
        : line.sides()
                .difference()
                .multiply(HUNDRED)
                .divide(export.abs(), 2, RoundingMode.HALF_EVEN)
                .toPlainString()
            + " %";
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private void warn(String text) {
    spec.commandLine().getErr().println("weir: " + text);
  }

  /** A share like 1% or 0.5%. */
  static final class ShareConverter implements ITypeConverter<BigDecimal> {

    @Override
    public BigDecimal convert(String value) {
      try {
        BigDecimal percent = new BigDecimal(value.replaceFirst("%$", "").strip());
        if (percent.signum() >= 0 && percent.compareTo(HUNDRED) <= 0) {
          return percent.movePointLeft(2);
        }
      } catch (NumberFormatException e) {
        // Reported below, like a share that is none.
      }
      throw new TypeConversionException("'" + value + "' is no share like 1%");
    }
  }
}
