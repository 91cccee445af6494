package dev.weir.governance.escrow;

/**
 * What a proxy may spend in one account.
 *
 * @param granted all that this start of the proxy was ever given
 * @param revoked what was taken from it after its lease had ended
 * @param considered the newest demand that this answers: the lease runs from when that was sent
 * @param left what the log does not show as spent: more than that can never be had
 * @param recall where {@code scarce}: give back what nothing waits for, and say this number
 */
public record CreditGrant(
    long granted,
    long revoked,
    long considered,
    Answer answer,
    long left,
    long recall,
    boolean scarce) {

  /** What became of the demand. */
  public enum Answer {
    /** It has what the smallest waiting request needs, or asked for nothing. */
    GRANTED,
    /** Others are asked to give back. */
    PENDING,
    /** There is none, here or anywhere. */
    EXHAUSTED
  }
}
