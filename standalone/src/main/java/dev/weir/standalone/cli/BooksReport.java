package dev.weir.standalone.cli;

import dev.weir.governance.books.Account;
import dev.weir.governance.books.Difference;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.statement.BooksOfLog;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** The accounts of a month, and where they differ. */
final class BooksReport {

  private static final int INDENT = 2;

  private final PrintWriter out;

  BooksReport(PrintWriter out) {
    this.out = out;
  }

  /** Prints, and gives the exit code. */
  int print(YearMonth month, BooksOfLog.Checked checked) {
    out.printf(
        "books of %s, compared from %s to %s%n", month, checked.span().from(), checked.span().to());
    SortedMap<String, Account> accounts = checked.result().accounts();
    printTokens(accounts);
    printCosts(accounts);
    long differences = checked.result().differences();
    if (differences == 0) {
      out.println("no difference");
      return ExitCode.OK;
    }
    for (Difference each : checked.result().listed()) {
      out.printf("%s %s: %s%n", each.team(), each.where(), each.what());
    }
    out.printf(
        "%d difference(s)%s%n",
        differences,
        differences > checked.result().listed().size() ? ", the first of them listed" : "");
    return ExitCode.FOUND;
  }

  private void printTokens(SortedMap<String, Account> accounts) {
    var table =
        new Table(
            "TEAM",
            "RESERVED",
            "USED",
            "COMMITTED",
            "ESTIMATED",
            "UNPRICED",
            "CHARGED",
            "DIFFERENCE");
    accounts.forEach((team, account) ->
        table.row(
            team,
            account.reserved(),
            account.used(),
            account.committed(),
            account.estimated(),
            account.unpriced(),
            account.charged(),
            Math.abs(account.used() - account.rated())
                + Math.abs(account.rated() - account.charged())));
    table.print(out, " ".repeat(INDENT));
  }

  private void printCosts(SortedMap<String, Account> accounts) {
    var table = new Table("TEAM", "CURRENCY", "RATED", "CHARGED", "DIFFERENCE", "CORRECTED PRICES");
    for (Map.Entry<String, Account> each : accounts.entrySet()) {
      Account account = each.getValue();
      SortedSet<String> currencies = new TreeSet<>(account.ratedCost().keySet());
      currencies.addAll(account.chargedCost().keySet());
      currencies.addAll(account.correctedCost().keySet());
      for (String currency : currencies) {
        BigDecimal rated = of(account.ratedCost(), currency);
        BigDecimal charged = of(account.chargedCost(), currency);
        table.row(
            each.getKey(),
            currency,
            plain(rated),
            plain(charged),
            plain(rated.subtract(charged)),
            plain(of(account.correctedCost(), currency)));
      }
    }
    table.print(out, " ".repeat(INDENT));
  }

  private static BigDecimal of(SortedMap<String, BigDecimal> costs, String currency) {
    return costs.getOrDefault(currency, BigDecimal.ZERO);
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
