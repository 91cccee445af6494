package dev.weir.governance.statement;

import java.math.BigDecimal;

/**
 * The sum of the rows of one {@link LineKey}; nothing is rounded.
 *
 * @param estimatedTokens those of {@code tokens} that no provider counted
 * @param requests how many requests used this class of tokens; not to be added over classes
 * @param rows how many rows of {@code weir.chargeback} this is
 */
public record StatementLine(
    LineKey key, long tokens, long estimatedTokens, long requests, long rows, BigDecimal cost) {

  StatementLine plus(StatementLine other) {
    return new StatementLine(
        key,
        Math.addExact(tokens, other.tokens),
        Math.addExact(estimatedTokens, other.estimatedTokens),
        Math.addExact(requests, other.requests),
        Math.addExact(rows, other.rows),
        cost.add(other.cost));
  }

  /** Tokens whose cost is not known, which is not the same as nothing. */
  public long unpricedTokens() {
    return key.priced() ? 0 : tokens;
  }
}
