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

  /** What it holds or has spent of the limit: nobody else may have it. */
  long committed() {
    return Math.max(granted - revoked - said.returned(), spent);
  }

  /** What it might give back. */
  long idle() {
    return Math.max(0, committed() - Math.max(spent, said.spent()) - said.held());
  }

  /** How much a waiting request lacks at least. */
  long lacking() {
    return Math.max(0, said.smallest() - granted);
  }

  /** Whether a request waits that was not turned away. */
  boolean isShort() {
    return lacking() > 0 && answer != CreditGrant.Answer.EXHAUSTED;
  }

  boolean isLive(long nowMillis, EscrowTerms terms) {
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

  Holder revoking(long amount) {
    return new Holder(
        granted, Math.addExact(revoked, amount), spent, said, heardMillis, provenMillis, answer);
  }

  Holder proven(long nowMillis) {
    return new Holder(granted, revoked, spent, said, heardMillis, nowMillis, answer);
  }

  Holder answered(CreditGrant.Answer next) {
    return new Holder(granted, revoked, spent, said, heardMillis, provenMillis, next);
  }
}
