package dev.weir.standalone.control;

import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.stop.Stop;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one window of a limit stands. Amounts are in the limit's unit.
 *
 * @param spent what the log shows as spent; of a rate what is missing in its bucket
 * @param free what nobody has spent or holds; never negative
 * @param credit what proxies have of it; nothing where the limit is kept by counts
 * @param stops the orders that stop all that it counts
 */
public record LimitRow(
    Limit limit,
    AccountKey key,
    Optional<Instant> windowEnd,
    long spent,
    long free,
    Optional<Credit> credit,
    List<Stop> stops) {

  public LimitRow {
    stops = List.copyOf(stops);
  }

  /**
   * The grantor's side of it.
   *
   * @param onLease what proxies hold and the log does not show as spent
   * @param bound the most that can be spent, as far as is known
   * @param overspent what was spent without credit
   * @param scarce whether proxies keep nothing that no request waits for
   */
  public record Credit(
      long onLease, long bound, long overspent, boolean scarce, List<Lease> leases) {

    public Credit {
      leases = List.copyOf(leases);
    }
  }

  /**
   * What one start of a proxy has.
   *
   * @param granted all that it was ever given
   * @param onLease what of that it holds and is not known to have spent
   * @param held what exchanges in flight had reserved at its last word
   * @param live whether its lease may still run
   */
  public record Lease(
      String proxy,
      long start,
      long granted,
      long onLease,
      long held,
      long inFlight,
      boolean live,
      Instant heardAt) {}
}
