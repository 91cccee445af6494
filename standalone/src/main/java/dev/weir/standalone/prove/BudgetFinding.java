package dev.weir.standalone.prove;

/**
 * What the log says of one round. All amounts are tokens.
 *
 * @param limit of the round's hard limit
 * @param spent what all usage records of the limit's window add up to; it never falls, so that this
 *     is the highest that it was
 * @param bound the most that could be spent: the limit, and by how much exchanges in flight may
 *     have used more than was reserved for them
 * @param unreturned credit that a proxy was given and has neither spent nor given back
 * @param requests what the log says of the requests
 * @param open prompts without a final usage record: what they spent is not known
 * @param kills processes that were killed
 */
public record BudgetFinding(
    int round,
    long limit,
    long spent,
    long bound,
    long unreturned,
    Requests requests,
    Refusals refusals,
    long open,
    int kills) {

  /**
   * Requests by what became of them.
   *
   * @param cut admitted, and ended by Weir before the provider's answer was over
   * @param orphaned admitted, and closed by the processors since their proxy was killed
   * @param atOnce admitted and not ended at one time, at most
   */
  public record Requests(
      long admitted,
      long refused,
      long unavailable,
      long other,
      long cut,
      long orphaned,
      int atOnce) {}

  /**
   * Whether requests were refused that the limit had room for.
   *
   * @param whileFree refusals while more than a hundredth of the limit was neither spent nor
   *     reserved, as the log knows it afterwards
   * @param withRoom of those, how many while there was room for any request of the round
   * @param afterKills of the latter, how many while the credit of a killed proxy was not back yet
   * @param freeMost the most that was free at any refusal
   * @param largest the largest reservation of the round
   */
  public record Refusals(
      long whileFree, long withRoom, long afterKills, long freeMost, long largest) {}

  /** What follows from the numbers. */
  public enum Verdict {
    /** The limit was reached, and no more was spent than the bound. */
    HELD,
    /** More was spent than the bound. */
    BROKEN,
    /** No request was refused, so that nothing is shown. */
    NOT_REACHED,
    /** Exchanges were not closed in time, so that nothing is known. */
    NOT_SETTLED
  }

  public Verdict verdict() {
    if (spent > bound) {
      return Verdict.BROKEN;
    }
    if (open > 0) {
      return Verdict.NOT_SETTLED;
    }
    return requests.refused() == 0 ? Verdict.NOT_REACHED : Verdict.HELD;
  }

  public long overshoot() {
    return Math.max(0, spent - limit);
  }

  /** What of the limit was never spent. */
  public long unspent() {
    return Math.max(0, limit - spent);
  }
}
