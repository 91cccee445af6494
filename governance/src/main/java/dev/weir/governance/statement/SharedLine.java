package dev.weir.governance.statement;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;

/**
 * A part of a shared cost in one team's statement: negative where the team gives it away, positive
 * where it bears it (and the other way round for a credit). Over all statements they add up to
 * zero.
 */
public record SharedLine(
    String rule,
    String from,
    Optional<String> fromProject,
    String to,
    SplitBasis by,
    String currency,
    BigDecimal amount) {

  static final Comparator<SharedLine> ORDER =
      Comparator.comparing(SharedLine::rule)
          .thenComparing(SharedLine::to)
          .thenComparing(SharedLine::currency);

  /** The same part as it stands in the statement of the one who gives it away. */
  SharedLine givenAway() {
    return new SharedLine(rule, from, fromProject, to, by, currency, amount.negate());
  }
}
