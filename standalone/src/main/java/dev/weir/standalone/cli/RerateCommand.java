package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.process.StartException;
import dev.weir.standalone.rerate.Corrections;
import dev.weir.standalone.rerate.PriceCorrection;
import dev.weir.standalone.rerate.Span;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "rerate",
    mixinStandardHelpOptions = true,
    description =
        "Charges usage of the past at the prices that the policy has for it now. Writes the difference"
            + " as Correction rows, and changes no row.")
final class RerateCommand implements Callable<Integer> {

  private static final InstantSource CLOCK = InstantSource.system();

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ControlOptions control = new ControlOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      required = true,
      converter = DayConverter.class,
      description = "The first day of use, in UTC.")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      converter = DayConverter.class,
      description = "The last day of use, in UTC (today).")
  private @Nullable LocalDate to;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Of this model alone, by any name that it was asked for, served or priced by.")
  private @Nullable String model;

  @Option(
      names = "--dry-run",
      description = "Write nothing; the exit code is 1 where something is due.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Span span = span();
    PolicyDocument governs;
    try (ControlPlane plane = control.connect()) {
      governs =
          plane
              .policy()
              .orElseThrow(
                  () -> new StartException("no policy was ever applied, so nothing has a price"));
    }
    var correction = new PriceCorrection(control.connection(), CLOCK, governs);
    Optional<String> name = Optional.ofNullable(model);
    Corrections corrections =
        dryRun ? correction.preview(span, name) : correction.correct(span, name);
    if (output.isJson()) {
      printJson(span, corrections);
    } else {
      print(span, corrections);
    }
    return dryRun && corrections.rows() > 0 ? ExitCode.FOUND : ExitCode.OK;
  }

  private Span span() {
    LocalDate today = LocalDate.ofInstant(CLOCK.instant(), ZoneOffset.UTC);
    try {
      return new Span(Objects.requireNonNull(from), to == null ? today : to);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "no span of days: " + e.getMessage(), e);
    }
  }

  private void print(Span span, Corrections corrections) {
    PrintWriter out = spec.commandLine().getOut();
    String days = "from %s to %s".formatted(span.first(), span.last());
    if (corrections.rows() == 0) {
      out.printf(
          "nothing to correct: usage %s is charged at the prices of version %d%n",
          days, corrections.policyVersion());
      return;
    }
    var table = new Table("MODEL", "TOKENS OF TYPE", "TIER", "PER MILLION", "TOKENS", "COST", "");
    corrections
        .lines()
        .forEach(line ->
            table.row(
                line.model(),
                line.tokenType(),
                line.tier().isEmpty() ? "-" : line.tier(),
                line.perMillion().isEmpty() ? "unpriced" : line.perMillion(),
                line.tokens(),
                Corrections.plain(line.cost()),
                line.perMillion().isEmpty() ? "" : line.currency()));
    table.print(out, "");
    String difference =
        corrections.difference().entrySet().stream()
            .map(it -> Corrections.plain(it.getValue()) + " " + it.getKey())
            .collect(Collectors.joining(", "));
    out.printf(
        "%s %d row(s) for usage %s at the prices of version %d; the bill changes by %s%n",
        corrections.written() ? "wrote" : "would write",
        corrections.rows(),
        days,
        corrections.policyVersion(),
        difference.isEmpty() ? "nothing" : difference);
  }

  private void printJson(Span span, Corrections corrections) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("from", span.first().toString())
            .put("to", span.last().toString())
            .put("policyVersion", corrections.policyVersion())
            .put("written", corrections.written())
            .put("rows", corrections.rows());
    var difference = node.putObject("difference");
    for (Map.Entry<String, BigDecimal> each : corrections.difference().entrySet()) {
      difference.put(each.getKey(), Corrections.plain(each.getValue()));
    }
    var lines = node.putArray("lines");
    corrections
        .lines()
        .forEach(line ->
            lines
                .addObject()
                .put("provider", line.provider())
                .put("model", line.model())
                .put("tokenType", line.tokenType())
                .put("serviceTier", line.tier())
                .put("currency", line.currency())
                .put("pricePerMillion", line.perMillion().isEmpty() ? null : line.perMillion())
                .put("tokens", line.tokens())
                .put("cost", Corrections.plain(line.cost())));
    OutputOptions.print(spec.commandLine().getOut(), node);
  }

  /** Like 2026-11-01. */
  static final class DayConverter implements ITypeConverter<LocalDate> {

    @Override
    public LocalDate convert(String value) {
      try {
        return LocalDate.parse(value);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException("'" + value + "' is no day like 2026-11-01");
      }
    }
  }
}
