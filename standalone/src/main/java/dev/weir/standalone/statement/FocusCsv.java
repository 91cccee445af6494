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
import org.apache.avro.Schema;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A statement's rows as CSV in the columns of FOCUS 1.4, in the order of the log; then a row for
 * each shared cost. All columns of {@code weir.chargeback} are in it; those that begin with {@code
 * x_} are Weir's own, as FOCUS allows. Amounts are exact, times are UTC (FOCUS 1.4, attributes
 * "Numeric Format" and "Date/Time Format"); nothing is escaped for spreadsheets.
 */
final class FocusCsv {

  private static final BigDecimal NOTHING = BigDecimal.ZERO;

  private final CSVPrinter csv;
  private final YearMonth month;

  FocusCsv(Appendable out, YearMonth month) throws IOException {
    this.month = month;
    String[] columns =
        ChargebackRow.getClassSchema().getFields().stream()
            .map(Schema.Field::name)
            .toArray(String[]::new);
    this.csv = new CSVPrinter(out, CSVFormat.RFC4180.builder().setHeader(columns).get());
  }

  /**
   * Writes a row of the statement. One that charges an earlier month is billed with this one, and
   * so a correction (FOCUS 1.4, "Charge Class").
   */
  void write(ChargebackRow row) {
    Instant start = Period.start(month);
    if (row.getBillingPeriodStart().isBefore(start)) {
      print(
          ChargebackRow.newBuilder(row)
              .setBillingPeriodStart(start)
              .setBillingPeriodEnd(Period.end(month))
              .setChargeClass(ChargeClass.CORRECTION)
              .build());
    } else {
      print(row);
    }
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
    List<String> cells = new ArrayList<>();
    for (Schema.Field field : row.getSchema().getFields()) {
      cells.add(cell(row.get(field.pos())));
    }
    try {
      csv.printRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the statement: " + e.getMessage(), e);
    }
  }

  private static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case BigDecimal amount -> Plain.text(amount);
      case ChargeClass charge -> charge == ChargeClass.CORRECTION ? "Correction" : "";
      default -> value.toString();
    };
  }
}
