package dev.weir.proxy.quota;

import dev.weir.governance.escrow.LocalCredit;
import dev.weir.governance.quota.Cost;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a request would like to reserve. What it costs in the end is not known, so it depends on how
 * much there is.
 *
 * @param usual where there is enough
 * @param scarce where a budget is nearly spent; no less than usual, so that who begins can end
 * @param least where the limit is smaller than what was learned of the longest answers of others
 * @param whole whether it comes whole and nothing can cut it: then a budget is asked for no less
 *     than usual, since what comes beyond is spent beyond
 * @param hope what it may cost besides, as a guess before anything was learned
 */
public record Wish(
    Cost usual, Supplier<Cost> scarce, Supplier<Cost> least, boolean whole, Supplier<Cost> hope) {

  /**
   * Of a limit, the part that a request may reserve more than usual near its end: what is left then
   * and too little for that is left unspent.
   */
  static final long SCARCE_PART = 400;

  /** It is known what it costs. */
  public static Wish of(Cost cost) {
    return new Wish(cost, () -> cost, () -> cost, true, () -> Cost.NOTHING);
  }

  /** What it needs of these accounts, whose ledgers are held. */
  Need in(List<Account> accounts) {
    return new Need(sureIn(accounts), hope.get());
  }

  private Cost sureIn(List<Account> accounts) {
    if (isTooMuch(accounts)) {
      // What was learned of others must not keep it out for ever.
      return whole && hasBudget(accounts) ? usual : least.get();
    }
    if (isScarce(accounts)) {
      Cost more = scarce.get();
      return isModest(more, accounts) ? more : usual;
    }
    return usual;
  }

  /** Whether one of them can never have as much as is usual. */
  private boolean isTooMuch(List<Account> accounts) {
    for (Account account : accounts) {
      if (account.creditOrNull() != null
          && usual.reserved(account.limit().unit()) > account.limit().size()) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBudget(List<Account> accounts) {
    for (Account account : accounts) {
      if (account.creditOrNull() != null && !account.limit().isRate()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isScarce(List<Account> accounts) {
    for (Account account : accounts) {
      LocalCredit credit = account.creditOrNull();
      if (credit != null && credit.isScarce() && !account.limit().isRate()) {
        return true;
      }
    }
    return false;
  }

  private boolean isModest(Cost more, List<Account> accounts) {
    for (Account account : accounts) {
      long most =
          Math.max(usual.reserved(account.limit().unit()), account.limit().size() / SCARCE_PART);
      if (account.creditOrNull() != null && more.reserved(account.limit().unit()) > most) {
        return false;
      }
    }
    return true;
  }
}
