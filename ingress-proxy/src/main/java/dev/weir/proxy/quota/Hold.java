package dev.weir.proxy.quota;

import dev.weir.governance.escrow.LocalCredit;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.LimitScope;
import java.util.ArrayList;
import java.util.List;

/**
 * What one exchange has reserved in each of its accounts, until it is settled. Belongs to the gate
 * that gave it.
 */
public final class Hold {

  /** An exchange without limits. */
  public static final Hold NOTHING = new Hold(List.of(), Cost.NOTHING);

  private final List<Part> parts;
  private final boolean ofBoth;
  private Cost reserved;
  private boolean settled;

  Hold(List<Part> parts, Cost reserved) {
    this.parts = parts;
    this.reserved = reserved;
    this.ofBoth =
        parts.stream().anyMatch(part -> part.account.key().owner().equals(LimitScope.ORGANISATION));
  }

  static Hold of(List<Account> accounts, Cost cost) {
    List<Part> parts = new ArrayList<>(accounts.size());
    for (Account account : accounts) {
      parts.add(new Part(account, cost.reserved(account.limit().unit())));
    }
    return new Hold(parts, cost);
  }

  /** Whether some of the accounts are the organisation's. */
  boolean isOfBoth() {
    return ofBoth;
  }

  List<Account> accounts() {
    return parts.stream().map(Part::account).toList();
  }

  /** Guarded by the ledger. */
  boolean isSettled() {
    return settled;
  }

  void settled() {
    settled = !parts.isEmpty();
  }

  List<Part> parts() {
    return parts;
  }

  /** All that is reserved now. */
  public synchronized Cost reserved() {
    return reserved;
  }

  synchronized void grow(Cost more) {
    reserved = reserved.plus(more);
  }

  /** Whether a limit could end it while it runs. */
  public boolean isMetered() {
    for (Part part : parts) {
      if (part.account.creditOrNull() != null) {
        return true;
      }
    }
    return false;
  }

  /** A reservation in one account; guarded by the account's ledger. */
  static final class Part {
    private final Account account;
    private long amount;

    Part(Account account, long amount) {
      this.account = account;
      this.amount = amount;
    }

    Account account() {
      return account;
    }

    /** Takes over what was reserved for the same exchange and account. */
    void join(Part more) {
      amount = Math.addExact(amount, more.take());
      LocalCredit credit = account.creditOrNull();
      if (credit != null) {
        // The exchange is one, whatever it has in parts.
        credit.ended(0, 0);
      }
    }

    /** The exchange has ended, and what it spent takes the place of what was reserved. */
    void end(long sequence, Cost spent) {
      long used = spent.spent(account.limit().unit());
      account.spent(sequence, used);
      end(used);
    }

    /** The exchange has ended without spending. */
    void giveBack() {
      end(0);
    }

    private void end(long used) {
      long reserved = take();
      account.release(reserved);
      LocalCredit credit = account.creditOrNull();
      if (credit != null) {
        credit.ended(reserved, used);
      }
    }

    /** Something is spent, and the exchange goes on with all that it has reserved. */
    void spend(long sequence, Cost spent) {
      long used = spent.spent(account.limit().unit());
      account.spent(sequence, used);
      LocalCredit credit = account.creditOrNull();
      if (credit != null) {
        credit.settle(0, used);
      }
    }

    /** What was reserved; from now on nothing is. */
    private long take() {
      long all = amount;
      amount = 0;
      return all;
    }
  }
}
