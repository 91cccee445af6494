package dev.weir.governance.escrow;

/**
 * What has come into a token bucket since it was opened. A pure value: {@link #filled} gives the
 * next one.
 *
 * <p>What was minted less what was spent never exceeds the bucket's size. So in any stretch of time
 * no more is spent than the size and what the refill brings meanwhile, whoever spends it.
 *
 * @param minted all that could ever be spent of it
 * @param atMillis until when, by the grantor's clock; 0 where it was never filled
 * @param part of a unit, in {@code 1 / per} of it, that is not minted yet
 */
public record Bucket(long minted, long atMillis, long part) {

  /** Never filled. */
  public static final Bucket NEW = new Bucket(0, 0, 0);

  /**
   * Fills it for the time that has passed; a clock that went back fills nothing.
   *
   * @param used all that was ever spent of it or is promised to exchanges in flight; a new bucket
   *     is full beside it
   * @param free what nobody holds, the most that may be taken out again where too much is in it
   */
  Bucket filled(Refill refill, long size, long used, long free, long nowMillis) {
    if (atMillis == 0) {
      return new Bucket(Math.addExact(used, size), nowMillis, 0);
    }
    long excess = minted - used - size;
    if (excess >= 0) {
      long now = Math.max(atMillis, nowMillis);
      return new Bucket(minted - Math.min(excess, Math.max(0, free)), now, 0);
    }
    long elapsed = nowMillis - atMillis;
    if (elapsed <= 0) {
      return this;
    }
    long per = refill.per().toMillis();
    long room = -excess;
    boolean isLong =
        refill.amount() > 0 && elapsed > (Long.MAX_VALUE - part) / Math.max(1, refill.amount());
    long units = isLong ? Long.MAX_VALUE : elapsed * refill.amount() + part;
    long more = units / per;
    return more >= room
        ? new Bucket(minted + room, nowMillis, 0)
        : new Bucket(minted + more, nowMillis, units % per);
  }
}
