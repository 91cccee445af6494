package dev.weir.standalone.statement;

import dev.weir.governance.statement.LineKey;
import dev.weir.governance.statement.SharedLine;
import dev.weir.governance.statement.Statement;
import dev.weir.governance.statement.StatementLine;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A statement as CSV (RFC 4180) for people: one line per day, project, model, token class and
 * price; then shared costs; then totals.
 */
final class StatementCsv {

  private static final String[] COLUMNS = {
    "section",
    "day",
    "project",
    "provider",
    "model",
    "token_type",
    "sku",
    "description",
    "tokens",
    "estimated_tokens",
    "requests",
    "price_per_million",
    "currency",
    "cost"
  };

  /** Sorts behind all others: what has no price has a section of its own. */
  private static final String UNPRICED = "unpriced";

  private final CSVPrinter csv;

  private StatementCsv(CSVPrinter csv) {
    this.csv = csv;
  }

  static void write(Statement statement, Appendable out) throws IOException {
    var csv =
        new StatementCsv(new CSVPrinter(out, CSVFormat.RFC4180.builder().setHeader(COLUMNS).get()));
    for (StatementLine line : statement.lines()) {
      csv.write(line);
    }
    for (SharedLine line : statement.shared()) {
      csv.write(line);
    }
    for (Map.Entry<String, Statement.Total> each : statement.totals().entrySet()) {
      csv.write(each.getKey(), each.getValue());
    }
    if (statement.unpricedTokens() > 0) {
      csv.total(
          "total-unpriced", "tokens without a price, in no total", statement.unpricedTokens());
    }
  }

  private void write(StatementLine line) throws IOException {
    LineKey key = line.key();
    csv.printRecord(
        key.priced() ? key.kind().text() : UNPRICED,
        key.day(),
        safe(key.project()),
        safe(key.provider()),
        safe(key.model()),
        key.tokenType(),
        safe(key.sku()),
        safe(key.description()),
        line.tokens(),
        line.estimatedTokens(),
        line.requests(),
        key.priced() ? Plain.text(key.pricePerMillion()) : "",
        key.priced() ? key.currency() : "",
        key.priced() ? Plain.text(line.cost()) : "");
  }

  private void write(SharedLine line) throws IOException {
    String what =
        "rule %s: from %s%s to %s, by %s"
            .formatted(
                line.rule(),
                line.from(),
                line.fromProject().map(project -> "/" + project).orElse(""),
                line.to(),
                line.by().text());
    money("shared", what, line.currency(), line.amount());
  }

  private void write(String currency, Statement.Total total) throws IOException {
    money("total-usage", "use of the month", currency, total.usage());
    money("total-corrections", "corrections of the month", currency, total.corrections());
    money("total-earlier", "corrections of earlier months", currency, total.earlier());
    money("total-shared", "shared costs", currency, total.shared());
    money("total", "to be paid", currency, total.total());
  }

  private void money(String section, String what, String currency, BigDecimal amount)
      throws IOException {
    csv.printRecord(
        section, "", "", "", "", "", "", safe(what), "", "", "", "", currency, Plain.text(amount));
  }

  private void total(String section, String what, long tokens) throws IOException {
    csv.printRecord(section, "", "", "", "", "", "", what, tokens, "", "", "", "", "");
  }

  /** Names come from callers and providers, and a spreadsheet would run a text like {@code =A1}. */
  private static String safe(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
