package dev.weir.standalone.statement;

import dev.weir.governance.statement.SharedLine;
import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A statement's rows as CSV in the columns of FOCUS 1.4, in the order of the log; then a row for
 * each shared cost. It has the columns of {@code weir.chargeback}, those that FOCUS has no more
 * left out, and at the end those that begin with {@code x_}, which are Weir's own, as FOCUS allows.
 * Amounts are exact, times are UTC (FOCUS 1.4, attributes "Numeric Format" and "Date/Time Format");
 * what does not apply is empty ("Null Handling"); nothing is escaped for spreadsheets.
 */
final class FocusCsv {

  private static final BigDecimal NOTHING = BigDecimal.ZERO;
  private static final String USAGE = "Usage";
  private static final String CUSTOM = "x_";

  /** Removed from FOCUS with 1.4. */
  private static final Set<String> REMOVED = Set.of("PublisherName");

  /** Of usage alone: they are null where nothing was used or priced. */
  private static final Set<String> OF_USAGE =
      Set.of(
          "ConsumedQuantity",
          "ConsumedUnit",
          "ContractedUnitPrice",
          "ListUnitPrice",
          "PricingCategory",
          "PricingQuantity",
          "PricingUnit",
          "SkuId",
          "SkuMeter",
          "SkuPriceId");

  /** Columns that are the same in all rows of usage, and are not in the topic. */
  private static final Map<String, String> ALWAYS =
      Map.of("PricingCategory", "Standard", "ServiceSubcategory", "Generative AI");

  /** Releases before put the amount into the id, which must remain the same when it changes. */
  private static final Pattern PRICE_IN_ID = Pattern.compile("@(none|[0-9.]+)$");

  private final CSVPrinter csv;
  private final YearMonth month;
  private final List<String> columns;

  FocusCsv(Appendable out, YearMonth month) throws IOException {
    this.month = month;
    this.columns = columns();
    this.csv =
        new CSVPrinter(
            out, CSVFormat.RFC4180.builder().setHeader(columns.toArray(String[]::new)).get());
  }

  private static List<String> columns() {
    List<String> all =
        ChargebackRow.getClassSchema().getFields().stream().map(Schema.Field::name).toList();
    return Stream.of(
            all.stream().filter(it -> !it.startsWith(CUSTOM) && !REMOVED.contains(it)),
            ALWAYS.keySet().stream().sorted(),
            all.stream().filter(it -> it.startsWith(CUSTOM)))
        .flatMap(it -> it)
        .toList();
  }

  /**
   * Writes a row of the statement. One that charges an earlier month is billed with this one, and
   * so a correction; one that corrects this month, which nobody was billed yet, is none (FOCUS 1.4,
   * "Charge Class"), and says so in {@code x_CorrectionReason} alone.
   */
  void write(ChargebackRow row) {
    Instant start = Period.start(month);
    boolean isEarlier = row.getBillingPeriodStart().isBefore(start);
    print(
        ChargebackRow.newBuilder(row)
            .setBillingPeriodStart(isEarlier ? start : row.getBillingPeriodStart())
            .setBillingPeriodEnd(isEarlier ? Period.end(month) : row.getBillingPeriodEnd())
            .setChargeClass(isEarlier ? ChargeClass.CORRECTION : ChargeClass.REGULAR)
            .setSkuPriceId(PRICE_IN_ID.matcher(row.getSkuPriceId()).replaceFirst(""))
            .setPricingUnit(row.getPricingUnit().replace("1M Tokens", "1000000 Tokens"))
            .build());
  }

  /** Writes a part of a shared cost in the statement of {@code team}. */
  void write(String organisation, String team, SharedLine line) {
    String what =
        "Share of the cost of %s%s (%s), borne by %s"
            .formatted(
                line.from(),
                line.fromProject().map(project -> "/" + project).orElse(""),
                line.rule(),
                line.to());
    print(
        ChargebackRow.newBuilder()
            .setXRowId(
                String.join(
                    "|",
                    "shared",
                    line.rule(),
                    month.toString(),
                    line.from(),
                    line.to(),
                    line.currency(),
                    team))
            .setBilledCost(line.amount())
            .setEffectiveCost(line.amount())
            .setListCost(line.amount())
            .setContractedCost(line.amount())
            .setBillingAccountId(organisation)
            .setBillingAccountName(organisation)
            .setBillingCurrency(line.currency())
            .setBillingPeriodStart(Period.start(month))
            .setBillingPeriodEnd(Period.end(month))
            .setChargeCategory("Adjustment")
            .setChargeClass(ChargeClass.REGULAR)
            .setChargeDescription(what)
            .setChargeFrequency("Recurring")
            .setChargePeriodStart(Period.start(month))
            .setChargePeriodEnd(Period.end(month))
            .setConsumedQuantity(0)
            .setConsumedUnit("")
            .setListUnitPrice(NOTHING)
            .setContractedUnitPrice(NOTHING)
            .setPricingQuantity(NOTHING)
            .setPricingUnit("")
            .setInvoiceIssuerName(organisation)
            .setServiceProviderName(organisation)
            .setHostProviderName(organisation)
            .setPublisherName(organisation)
            .setServiceCategory("AI and Machine Learning")
            .setServiceName("Shared costs")
            .setSkuId("")
            .setSkuPriceId("")
            .setSkuMeter("")
            .setSubAccountId(team)
            .setSubAccountName(team)
            .setSubAccountType("Team")
            .setXTeam(team)
            .setXProject(null)
            .setXModel("")
            .setXTokenType("")
            .setXRequestCount(0)
            .setXPriced(true)
            .setXEstimatedTokens(0)
            .build());
  }

  private void print(ChargebackRow row) {
    boolean isUsage = row.getChargeCategory().equals(USAGE);
    List<String> cells = new ArrayList<>();
    for (String column : columns) {
      cells.add(isUsage || !OF_USAGE.contains(column) ? cell(row, column) : "");
    }
    try {
      csv.printRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the statement: " + e.getMessage(), e);
    }
  }

  private static String cell(ChargebackRow row, String column) {
    String always = ALWAYS.get(column);
    return always != null ? always : text(row.get(column));
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case BigDecimal amount -> Plain.text(amount);
      case ChargeClass charge -> charge == ChargeClass.CORRECTION ? "Correction" : "";
      default -> value.toString();
    };
  }
}
