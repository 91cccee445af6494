package dev.weir.proxy.quota;

import dev.weir.governance.quota.Cost;
import java.util.function.LongConsumer;

/**
 * What an attempt is charged. The gate asks for each part once, in this order, with the ledgers
 * locked, so that no two attempts of an exchange are charged for the same part of its reservation.
 */
public interface Bill {

  /** What it has spent, by the provider's count or by what can be read. */
  Cost known();

  /** What it has spent unseen, as a guess: in no unit more than {@code room}. */
  Cost hidden(Cost room);

  /**
   * Hands the usage record to the log before it returns.
   *
   * @param sequence its number within this team and epoch
   */
  void handOver(long sequence);

  /** Nothing is hidden. */
  static Bill of(Cost spent, LongConsumer handOver) {
    return new Bill() {
      @Override
      public Cost known() {
        return spent;
      }

      @Override
      public Cost hidden(Cost room) {
        return Cost.NOTHING;
      }

      @Override
      public void handOver(long sequence) {
        handOver.accept(sequence);
      }
    };
  }
}
