package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.governance.policy.Catalogue;
import dev.weir.governance.policy.CatalogueModel;
import dev.weir.governance.policy.CatalogueVendor;
import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.routing.Capability;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.control.Application;
import dev.weir.standalone.control.CatalogueUpdate;
import dev.weir.standalone.control.Catalogues;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.process.StartException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "Shows and updates what is publicly known of models.")
final class ModelsCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private record Row(CatalogueVendor vendor, CatalogueModel model) {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say list, show or update");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists every model that the catalogue knows.")
  int list(
      @Mixin ControlOptions control,
      @Mixin OutputOptions output,
      @Option(names = "--vendor", paramLabel = "NAME", description = "Of this vendor alone.")
          @Nullable String vendor) {
    Catalogue catalogue = catalogue(control);
    List<Row> rows =
        rows(catalogue).stream()
            .filter(it -> vendor == null || it.vendor().name().equals(vendor))
            .toList();
    if (rows.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "weir: the catalogue knows no vendor '"
                  + vendor
                  + "'; it has "
                  + String.join(", ", new TreeMap<>(catalogue.vendors()).keySet()));
      return ExitCode.FOUND;
    }
    print(rows, output);
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows all that the catalogue knows of a model.")
  int show(
      @Mixin ControlOptions control,
      @Mixin OutputOptions output,
      @Parameters(paramLabel = "NAME", description = "Any of a model's names.") String name) {
    Catalogue catalogue = catalogue(control);
    List<Row> rows =
        new TreeMap<>(catalogue.vendors())
            .values().stream()
                .flatMap(vendor -> vendor.find(name).map(it -> new Row(vendor, it)).stream())
                .toList();
    if (rows.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "weir: the catalogue of " + catalogue.dated() + " knows no model '" + name + "'");
      return ExitCode.FOUND;
    }
    if (output.isJson()) {
      print(rows, output);
    } else {
      rows.forEach(this::show);
    }
    return ExitCode.OK;
  }

  @Command(
      name = "update",
      mixinStandardHelpOptions = true,
      description = "Publishes a catalogue; the policy that governs follows it as a new version.")
  int update(
      @Mixin ControlOptions control,
      @Mixin PublishOptions publish,
      @Mixin OutputOptions output,
      @Parameters(paramLabel = "FILE", description = "A catalogue.") Path file) {
    var publication = publish.publication(spec);
    String text = PolicyCommand.read(file);
    CatalogueUpdate update;
    try (ControlPlane plane = control.connect()) {
      update = plane.updateCatalogue(text, publication);
    }
    var out = spec.commandLine().getOut();
    return switch (update) {
      case CatalogueUpdate.Invalid(var problems) -> {
        ProblemList.print(out, file, problems, output);
        yield ExitCode.FOUND;
      }
      case CatalogueUpdate.Older(var dated, var inUse) -> {
        spec.commandLine()
            .getErr()
            .printf(
                "weir: nothing was published: the catalogue is of %s, and one of %s is in use%n",
                dated, inUse);
        yield ExitCode.FOUND;
      }
      case CatalogueUpdate.Published(var dated, int models, Optional<Application> policy) -> {
        if (output.isJson() && policy.isEmpty()) {
          OutputOptions.print(
              out,
              JsonNodeFactory.instance
                  .objectNode()
                  .put("dated", dated.toString())
                  .put("models", models));
        } else if (!output.isJson()) {
          out.printf("the catalogue of %s is in use: %d model(s)%n", dated, models);
        }
        yield policy.map(it -> new PolicyOutcome(spec, output).print(it, file)).orElse(ExitCode.OK);
      }
    };
  }

  /** That of the log, else of this release: to look at it, nothing has to run. */
  private Catalogue catalogue(ControlOptions control) {
    try (ControlPlane plane = control.connect()) {
      return plane.catalogue();
    } catch (StartException e) {
      spec.commandLine().getErr().println("weir: no log at hand; this release's own catalogue:");
      return Catalogues.ofThisRelease();
    }
  }

  private static List<Row> rows(Catalogue catalogue) {
    List<Row> rows = new ArrayList<>();
    new TreeMap<>(catalogue.vendors())
        .values()
        .forEach(vendor -> vendor.sorted().forEach(it -> rows.add(new Row(vendor, it))));
    return rows;
  }

  private void print(List<Row> rows, OutputOptions output) {
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      rows.forEach(row -> list.add(json(row)));
      OutputOptions.print(out, list);
      return;
    }
    var table =
        new Table("VENDOR", "MODEL", "CONTEXT", "OUTPUT MAX", "INPUT/M", "OUTPUT/M", "FROM");
    rows.forEach(row -> {
      Optional<CatalogueModel.Prices> prices = newest(row.model());
      table.row(
          row.vendor().name(),
          row.model().name(),
          orDash(row.model().traits().contextTokens()),
          orDash(row.model().traits().maxOutputTokens()),
          price(prices, TokenType.INPUT),
          price(prices, TokenType.OUTPUT),
          prices.map(it -> day(it).toString()).orElse("-"));
    });
    table.print(out, "");
  }

  private void show(Row row) {
    var out = spec.commandLine().getOut();
    CatalogueModel model = row.model();
    out.printf("%s of %s%n", model.name(), row.vendor().name());
    if (!model.also().isEmpty()) {
      out.printf("  also called    %s%n", String.join(", ", model.also()));
    }
    out.printf("  context        %s tokens%n", orDash(model.traits().contextTokens()));
    out.printf("  answers up to  %s tokens%n", orDash(model.traits().maxOutputTokens()));
    out.printf(
        "  can            %s%n",
        model
            .traits()
            .capabilities()
            .map(all -> String.join(", ", all.stream().map(Capability::text).sorted().toList()))
            .orElse("not stated"));
    for (CatalogueModel.Prices prices : model.prices()) {
      out.printf("  from %s, %s per million tokens%n", day(prices), prices.currency());
      for (TokenType type : TokenType.values()) {
        prices
            .of(type)
            .ifPresent(price ->
                out.printf(
                    "    %-16s %s%s%n",
                    type.text(),
                    price.toPlainString(),
                    prices.perMillion().containsKey(type) ? "" : "  (not stated; as charged)"));
      }
      for (CatalogueModel.Above above : prices.above()) {
        out.printf("    requests above %d input tokens, as a whole%n", above.inputTokens());
        above
            .perMillion()
            .forEach((type, price) ->
                out.printf("      %-14s %s%n", type.text(), price.toPlainString()));
      }
    }
    row.vendor()
        .tiers()
        .forEach((tier, share) ->
            out.printf("  tier %-9s at %s of these prices%n", tier.name(), share.toPlainString()));
    out.printf("  prices         %s%n", row.vendor().source());
    if (!model.source().isEmpty()) {
      out.printf("  size           %s%n", model.source());
    }
  }

  private static ObjectNode json(Row row) {
    CatalogueModel model = row.model();
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("vendor", row.vendor().name())
            .put("model", model.name());
    var also = node.putArray("also");
    model.also().forEach(also::add);
    model.traits().contextTokens().ifPresent(it -> node.put("contextTokens", it));
    model.traits().maxOutputTokens().ifPresent(it -> node.put("maxOutputTokens", it));
    model
        .traits()
        .capabilities()
        .ifPresent(all -> {
          var list = node.putArray("capabilities");
          all.stream().map(Capability::text).sorted().forEach(list::add);
        });
    var prices = node.putArray("prices");
    model
        .prices()
        .forEach(each -> {
          ObjectNode price =
              prices
                  .addObject()
                  .put("validFrom", day(each).toString())
                  .put("currency", each.currency());
          each.perMillion().forEach((type, it) -> price.put(type.text(), it));
          each.above()
              .forEach(above -> {
                ObjectNode step =
                    price.withArray("above").addObject().put("inputTokens", above.inputTokens());
                above.perMillion().forEach((type, it) -> step.put(type.text(), it));
              });
        });
    ObjectNode tiers = node.putObject("tiers");
    row.vendor().tiers().forEach((tier, share) -> tiers.put(tier.name(), share));
    return node.put("source", row.vendor().source());
  }

  private static Optional<CatalogueModel.Prices> newest(CatalogueModel model) {
    return model.prices().stream().max(Comparator.comparing(CatalogueModel.Prices::validFrom));
  }

  private static LocalDate day(CatalogueModel.Prices prices) {
    return LocalDate.ofInstant(prices.validFrom(), ZoneOffset.UTC);
  }

  private static String price(Optional<CatalogueModel.Prices> prices, TokenType type) {
    return prices.flatMap(it -> it.of(type)).map(BigDecimal::toPlainString).orElse("-");
  }

  private static String orDash(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
  }
}
