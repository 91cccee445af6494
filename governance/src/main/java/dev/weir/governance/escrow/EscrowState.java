package dev.weir.governance.escrow;

import java.util.Map;

/**
 * What a grantor must not forget of an account.
 *
 * @param elsewhere what was spent by no holder: closings of orphans, and holders that were
 *     forgotten
 * @param recall the number of the newest recall
 * @param recallMillis when it began; 0 where none is under way
 * @param scarce whether holders keep nothing that no request waits for
 * @param bucket of a rate; new for all else
 * @param holders by proxy and start, {@code proxyId:proxyEpoch}
 */
public record EscrowState(
    long elsewhere,
    long recall,
    long recallMillis,
    boolean scarce,
    Bucket bucket,
    Map<String, Holder> holders) {

  public static final EscrowState NEW = new EscrowState(0, 0, 0, false, Bucket.NEW, Map.of());

  public EscrowState {
    holders = Map.copyOf(holders);
  }

  /**
   * Whether only a bucket has filled since {@code before}. That need not be kept: filled later, the
   * bucket of before comes to the same. Not so where what a holder has used depends on when its
   * lease ends.
   */
  public boolean hasOnlyFilled(EscrowState before) {
    boolean sure =
        before.bucket.atMillis() != 0
            && holders.values().stream()
                .allMatch(it -> it.used(true) == it.committed(CreditKind.RATE));
    return sure
        && elsewhere == before.elsewhere
        && recall == before.recall
        && recallMillis == before.recallMillis
        && scarce == before.scarce
        && holders.equals(before.holders);
  }
}
