package dev.weir.standalone.prove;

import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;

/**
 * What the log says of one round of a proof of bills.
 *
 * @param answered whole answers that callers got
 * @param unrecorded of those, how many have no usage record
 * @param usedTokens what the token counts add up to, each once
 * @param estimatedTokens of those with a price, what no provider has counted
 * @param unpricedTokens of those, what has no price
 * @param chargedTokens what chargeback rows add up to
 * @param rated what rated usage costs, by currency
 * @param charged what chargeback rows cost, by currency
 * @param differences between token counts, rated usage and chargeback rows
 * @param listed the first of them
 * @param open prompts without a final usage record
 * @param orphaned exchanges that were closed for a proxy that was killed
 * @param kills processes that were killed
 */
public record BillsFinding(
    int round,
    long answered,
    long unrecorded,
    long usedTokens,
    long estimatedTokens,
    long unpricedTokens,
    long chargedTokens,
    SortedMap<String, BigDecimal> rated,
    SortedMap<String, BigDecimal> charged,
    long differences,
    List<String> listed,
    long open,
    long orphaned,
    int kills) {

  public BillsFinding {
    listed = List.copyOf(listed);
  }

  /** Whether everything that was asked is charged, once, to the last decimal. */
  public boolean addsUp() {
    return differences == 0
        && unrecorded == 0
        && open == 0
        && answered > 0
        && usedTokens == chargedTokens
        && rated.equals(charged);
  }
}
