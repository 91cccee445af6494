package dev.weir.governance.statement;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one team owes for one month.
 *
 * @param project of which alone it speaks; nothing for all of the team
 * @param offsets how far {@code weir.chargeback} was read: for each partition the offset of the
 *     first row that is not in
 * @param policyVersion whose shared costs were split; 0 where there was no policy
 * @param lines in their order
 */
public record Statement(
    String organisation,
    String team,
    Optional<String> project,
    YearMonth month,
    List<Long> offsets,
    long policyVersion,
    List<StatementLine> lines,
    List<SharedLine> shared) {

  public Statement {
    offsets = List.copyOf(offsets);
    lines = lines.stream().sorted((a, b) -> a.key().compareTo(b.key())).toList();
    shared = shared.stream().sorted(SharedLine.ORDER).toList();
  }

  /**
   * What one currency adds up to.
   *
   * @param shared given away and borne
   */
  public record Total(
      BigDecimal usage, BigDecimal corrections, BigDecimal earlier, BigDecimal shared) {

    private static final Total ZERO =
        new Total(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    public BigDecimal total() {
      return usage.add(corrections).add(earlier).add(shared);
    }

    private Total plus(StatementLine line) {
      return switch (line.key().kind()) {
        case USAGE -> new Total(usage.add(line.cost()), corrections, earlier, shared);
        case CORRECTION -> new Total(usage, corrections.add(line.cost()), earlier, shared);
        case EARLIER -> new Total(usage, corrections, earlier.add(line.cost()), shared);
      };
    }

    private Total plusShared(BigDecimal amount) {
      return new Total(usage, corrections, earlier, shared.add(amount));
    }
  }

  /** The part of it that is one project's. */
  public Statement of(String onlyProject) {
    return new Statement(
        organisation,
        team,
        Optional.of(onlyProject),
        month,
        offsets,
        policyVersion,
        lines.stream().filter(line -> line.key().project().equals(onlyProject)).toList(),
        shared.stream()
            .filter(line -> line.from().equals(team))
            .filter(line -> line.fromProject().equals(Optional.of(onlyProject)))
            .toList());
  }

  /** By currency, in the order of the alphabet; what has no price is in none. */
  public SortedMap<String, Total> totals() {
    SortedMap<String, Total> totals = new TreeMap<>();
    for (StatementLine line : lines) {
      if (line.key().isMoney()) {
        String currency = line.key().currency();
        totals.put(currency, totals.getOrDefault(currency, Total.ZERO).plus(line));
      }
    }
    for (SharedLine line : shared) {
      totals.put(
          line.currency(),
          totals.getOrDefault(line.currency(), Total.ZERO).plusShared(line.amount()));
    }
    return Collections.unmodifiableSortedMap(totals);
  }

  public boolean isEmpty() {
    return lines.isEmpty() && shared.isEmpty();
  }

  /** Rows that it adds up. */
  public long rows() {
    return lines.stream().mapToLong(StatementLine::rows).reduce(0, Math::addExact);
  }

  /** Tokens whose cost is not known: they are in no total. */
  public long unpricedTokens() {
    return lines.stream().mapToLong(StatementLine::unpricedTokens).reduce(0, Math::addExact);
  }
}
