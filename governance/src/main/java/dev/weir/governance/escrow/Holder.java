package dev.weir.governance.escrow;

/**
 * One start of one proxy, as the grantor of an account knows it.
 *
 * @param spent what usage in the log says that it has spent
 * @param said what its newest demand says
 * @param heardMillis when that demand was processed, by the grantor's clock
 * @param provenMillis since when all its records are known to be in the log; 0 while they are not
 * @param answer to its newest demand
 */
public record Holder(
    long granted,
    long revoked,
    long spent,
    CreditDemand said,
    long heardMillis,
    long provenMillis,
    CreditGrant.Answer answer) {

  /**
   * What it holds or has spent of the limit: nobody else may have it. What was revoked of a rate is
   * taken to be spent. Of a budget, what it says to have spent beyond its credit counts before the
   * log shows it: else another would be given that meanwhile.
   */
  long committed(CreditKind kind) {
    return Math.max(
        credit(kind), kind == CreditKind.BUDGET ? Math.max(spent, said.spent()) : spent);
  }

  private long credit(CreditKind kind) {
    return granted - said.returned() - (kind == CreditKind.RATE ? 0 : revoked);
  }

  /** What it has spent without credit: so much of a grant only settles that. */
  long debt(CreditKind kind) {
    return committed(kind) - credit(kind);
  }

  /** What is not to be had again of a rate, as far as is known; at most what is committed. */
  long used(boolean isLive) {
    long all = committed(CreditKind.RATE);
    long known = Math.addExact(revoked, Math.max(spent, said.spent() + said.held()));
    return isLive ? Math.min(all, known) : all;
  }

  /** What it holds and is not known to have spent. */
  public long onLease(CreditKind kind) {
    return committed(kind) - spent;
  }

  /** What it might give back. */
  long idle(CreditKind kind) {
    long gone = kind == CreditKind.RATE ? revoked : 0;
    return Math.max(0, committed(kind) - gone - Math.max(spent, said.spent()) - said.held());
  }

  /** What it could still spend and is not known to have spent. */
  long unproven() {
    return Math.max(0, granted - revoked - said.returned() - spent);
  }

  /** How much a waiting request lacks at least. */
  long lacking() {
    return Math.max(0, said.smallest() - granted);
  }

  /** Whether a request waits that was not turned away. */
  boolean isShort() {
    return lacking() > 0 && answer != CreditGrant.Answer.EXHAUSTED;
  }

  public boolean isLive(long nowMillis, EscrowTerms terms) {
    return nowMillis - heardMillis <= terms.lease().plus(terms.slack()).toMillis();
  }

  Holder spending(long amount) {
    return new Holder(
        granted, revoked, Math.addExact(spent, amount), said, heardMillis, provenMillis, answer);
  }

  /** Its newest demand; what it gave back stays given, whatever a demand says. */
  Holder saying(CreditDemand demand, long nowMillis) {
    CreditDemand whole =
        demand.returned() >= said.returned()
            ? demand
            : new CreditDemand(
                demand.number(),
                demand.spent(),
                demand.held(),
                said.returned(),
                demand.smallest(),
                demand.needed(),
                demand.wanted(),
                demand.recallSeen(),
                demand.inFlight(),
                demand.undercount());
    return new Holder(
        granted, revoked, spent, whole, nowMillis, provenMillis, CreditGrant.Answer.PENDING);
  }

  Holder granting(long more) {
    return new Holder(
        Math.addExact(granted, more), revoked, spent, said, heardMillis, provenMillis, answer);
  }

  /** Whether it has or says to have spent anything that the log does not show. */
  boolean isUnproven() {
    return unproven() > 0 || said.spent() > spent;
  }

  /** Taken to have spent no more than the log knows. */
  Holder writtenOff() {
    return new Holder(
        granted,
        Math.addExact(revoked, unproven()),
        spent,
        said.spending(Math.min(said.spent(), spent)),
        heardMillis,
        provenMillis,
        answer);
  }

  Holder proven(long nowMillis) {
    return new Holder(granted, revoked, spent, said, heardMillis, nowMillis, answer);
  }

  Holder answered(CreditGrant.Answer next) {
    return new Holder(granted, revoked, spent, said, heardMillis, provenMillis, next);
  }
}
