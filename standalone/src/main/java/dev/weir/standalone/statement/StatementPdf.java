package dev.weir.standalone.statement;

import dev.weir.governance.statement.LineKey;
import dev.weir.governance.statement.LineKind;
import dev.weir.governance.statement.SharedLine;
import dev.weir.governance.statement.Statement;
import dev.weir.governance.statement.StatementLine;
import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.event.StatementSeal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * A statement on paper: the month's sums by project, model and token class, without the days. The
 * same statement gives the same bytes: the file holds no date of its own.
 */
final class StatementPdf {

  private static final List<PdfPage.Column> LINES =
      List.of(
          PdfPage.Column.left(0),
          PdfPage.Column.left(90),
          PdfPage.Column.left(245),
          PdfPage.Column.right(360),
          PdfPage.Column.right(430),
          PdfPage.Column.right(515));

  private static final List<PdfPage.Column> SUMS =
      List.of(PdfPage.Column.left(0), PdfPage.Column.right(430), PdfPage.Column.right(515));

  /** What the days have in common. */
  private record Row(
      String project,
      String model,
      String tokenType,
      String description,
      String price,
      String money)
      implements Comparable<Row> {

    static Row of(LineKey key) {
      return new Row(
          key.project().isEmpty() ? "-" : key.project(),
          key.provider() + " " + key.model(),
          key.tokenType() + tier(key),
          key.description(),
          key.priced() ? Plain.text(key.pricePerMillion()) : "none",
          key.priced() ? key.currency() : "");
    }

    private static String tier(LineKey key) {
      String usual = String.join("|", key.provider(), key.model(), key.tokenType());
      return key.sku().startsWith(usual + "|")
          ? ", " + key.sku().substring(usual.length() + 1)
          : "";
    }

    @Override
    public int compareTo(Row other) {
      return ORDER.compare(this, other);
    }

    private static final Comparator<Row> ORDER =
        Comparator.comparing(Row::project)
            .thenComparing(Row::model)
            .thenComparing(Row::tokenType)
            .thenComparing(Row::price)
            .thenComparing(Row::money)
            .thenComparing(Row::description);
  }

  private record Sum(long tokens, BigDecimal cost) {
    Sum plus(Sum other) {
      return new Sum(Math.addExact(tokens, other.tokens), cost.add(other.cost));
    }
  }

  private final Statement statement;
  private final PdfPage page;

  private StatementPdf(Statement statement, PdfPage page) {
    this.statement = statement;
    this.page = page;
  }

  static byte[] bytes(Made made) throws IOException {
    Statement statement = made.statement();
    var bytes = new ByteArrayOutputStream(32 * 1024);
    try (var document = new PDDocument()) {
      document.setDocumentId(
          ByteBuffer.wrap(StatementJson.sha256(StatementJson.bytes(statement))).getLong());
      try (var page = new PdfPage(document)) {
        var pdf = new StatementPdf(statement, page);
        pdf.head();
        pdf.lines("Use of the month", LineKind.USAGE);
        pdf.lines("Corrections of the month", LineKind.CORRECTION);
        pdf.lines("Corrections of earlier months, whose statements are closed", LineKind.EARLIER);
        pdf.shared();
        pdf.totals();
        pdf.foot(made);
      }
      document.save(bytes);
    }
    return bytes.toByteArray();
  }

  private void head() throws IOException {
    String month =
        statement.month().getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
            + " "
            + statement.month().getYear();
    String project = statement.project().map(it -> ", project " + it).orElse("");
    page.title("Statement of AI use, " + month);
    page.text(
        "Team %s%s of %s. From %s to %s, UTC."
            .formatted(
                statement.team(),
                project,
                statement.organisation(),
                statement.month().atDay(1),
                statement.month().atEndOfMonth()));
  }

  private void lines(String heading, LineKind kind) throws IOException {
    Map<Row, Sum> sums = new TreeMap<>();
    for (StatementLine line : statement.lines()) {
      if (line.key().kind() == kind) {
        sums.merge(Row.of(line.key()), new Sum(line.tokens(), line.cost()), Sum::plus);
      }
    }
    if (sums.isEmpty()) {
      return;
    }
    page.heading(heading);
    page.bold(LINES, "Project", "Model", "Tokens of", "Tokens", "Per million", "Cost");
    for (Map.Entry<Row, Sum> each : sums.entrySet()) {
      Row row = each.getKey();
      String cost =
          row.money().isEmpty()
              ? "unknown"
              : Plain.text(each.getValue().cost()) + " " + row.money();
      page.row(
          LINES,
          row.project(),
          row.model(),
          row.tokenType(),
          Long.toString(each.getValue().tokens()),
          row.price(),
          cost);
    }
  }

  private void shared() throws IOException {
    if (statement.shared().isEmpty()) {
      return;
    }
    page.heading("Shared costs");
    for (SharedLine line : statement.shared()) {
      page.row(
          SUMS,
          "%s: of %s%s, borne by %s"
              .formatted(
                  line.rule(),
                  line.from(),
                  line.fromProject().map(it -> "/" + it).orElse(""),
                  line.to()),
          "by " + line.by().text(),
          Plain.text(line.amount()) + " " + line.currency());
    }
  }

  private void totals() throws IOException {
    page.heading("Total");
    if (statement.totals().isEmpty()) {
      page.text("Nothing to be paid.");
    }
    for (Map.Entry<String, Statement.Total> each : statement.totals().entrySet()) {
      Statement.Total total = each.getValue();
      sum("Use of the month", total.usage(), each.getKey());
      sum("Corrections of the month", total.corrections(), each.getKey());
      sum("Corrections of earlier months", total.earlier(), each.getKey());
      sum("Shared costs", total.shared(), each.getKey());
      page.bold(SUMS, "To be paid", "", Plain.text(total.total()) + " " + each.getKey());
    }
    if (statement.unpricedTokens() > 0) {
      page.bold(
          SUMS, "Tokens without a price, in no total", "", statement.unpricedTokens() + " tokens");
    }
  }

  private void sum(String what, BigDecimal amount, String currency) throws IOException {
    if (amount.signum() != 0) {
      page.row(SUMS, what, "", Plain.text(amount) + " " + currency);
    }
  }

  private void foot(Made made) throws IOException {
    page.gap();
    if (made.closing().isEmpty() || made.seal().isEmpty()) {
      page.small("Open: later statements of this month may say more.");
      return;
    }
    StatementClosing closing = made.closing().get();
    StatementSeal seal = made.seal().get();
    page.small(
        "Closed %s by %s (%s).%s"
            .formatted(
                closing.getClosedAt(),
                closing.getClosedBy(),
                closing.getClosingId(),
                statement.project().isPresent() ? " This is a part of it." : ""));
    byte[] hash = new byte[seal.getSha256().remaining()];
    seal.getSha256().duplicate().get(hash);
    page.small("SHA-256 of the statement as JSON: " + HexFormat.of().formatHex(hash));
  }
}
