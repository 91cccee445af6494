package dev.weir.proxy.quota;

import dev.weir.governance.escrow.Hope;
import dev.weir.governance.escrow.LocalCredit;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.LimitScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange has reserved in each of its accounts, until it is settled. Belongs to the gate
 * that gave it.
 */
public final class Hold {

  /** An exchange without limits. */
  public static final Hold NOTHING = new Hold(List.of(), Cost.NOTHING, Cost.NOTHING);

  private final List<Part> parts;
  private final boolean ofBoth;
  private Cost reserved;

  /** What is set aside besides, all or nothing of it; see {@link Need}. */
  private Cost hoped;

  /** What attempts that were in vain took out of that. */
  private Cost used = Cost.NOTHING;

  /** What all attempts were charged so far. */
  private Cost charged = Cost.NOTHING;

  private boolean withoutCredit;
  private boolean settled;

  Hold(List<Part> parts, Cost reserved, Cost hoped) {
    this.parts = parts;
    this.reserved = reserved;
    this.hoped = hoped;
    this.ofBoth =
        parts.stream().anyMatch(part -> part.account.key().owner().equals(LimitScope.ORGANISATION));
  }

  /** What is sure is reserved already. */
  static Hold of(List<Account> accounts, Need need, long nowNanos) {
    List<Part> parts = new ArrayList<>(accounts.size());
    boolean hopes = !need.hoped().equals(Cost.NOTHING);
    for (Account account : accounts) {
      Part part = new Part(account, need.sure().reserved(account.limit().unit()));
      parts.add(part);
      hopes = hopes && part.hopes(need.hoped().reserved(account.limit().unit()), nowNanos);
    }
    if (!hopes) {
      parts.forEach(Part::giveUp);
    }
    return new Hold(parts, need.sure(), hopes ? need.hoped() : Cost.NOTHING);
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

  /** What is reserved now for sure. */
  public synchronized Cost reserved() {
    return reserved;
  }

  /** All that is reserved now or was set aside, as far as it was there when that was looked at. */
  public synchronized Cost all() {
    return reserved.plus(used).plus(hoped);
  }

  synchronized void grow(Cost more) {
    reserved = reserved.plus(more);
  }

  /** The policy lets it pass while there is no credit to be had: nothing is charged on a guess. */
  synchronized void withoutCredit() {
    withoutCredit = true;
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

  /** What the exchange's last attempt comes to; its ledgers are locked. */
  synchronized Cost charge(Bill bill, long nowNanos) {
    look(nowNanos);
    Cost known = bill.known();
    Cost sum = known.plus(bill.hidden(room(known)));
    charged = charged.plus(sum);
    parts.forEach(part -> part.confirm(sum));
    return sum;
  }

  /**
   * What an attempt comes to that another one follows; its ledgers are locked. What it had hidden
   * is taken out of what was hoped for, and the next one goes on with the rest.
   */
  synchronized Charged chargeAttempt(Bill bill, long nowNanos) {
    look(nowNanos);
    Cost known = bill.known();
    Cost hidden = bill.hidden(settled ? Cost.NOTHING : room(known).atMost(hoped));
    charged = charged.plus(known).plus(hidden);
    used = used.plus(hidden);
    hoped = hoped.less(hidden);
    return new Charged(known, hidden);
  }

  /** What no attempt was charged for yet. */
  private Cost room(Cost known) {
    return withoutCredit ? Cost.NOTHING : all().less(charged).less(known).ofPart();
  }

  /** What is gone in one account is not there at all. */
  private void look(long nowNanos) {
    for (Part part : parts) {
      if (!part.isThere(nowNanos)) {
        parts.forEach(Part::giveUp);
        hoped = Cost.NOTHING;
        return;
      }
    }
  }

  /** What an attempt was charged. */
  record Charged(Cost known, Cost hidden) {}

  /** A reservation in one account; guarded by the account's ledger. */
  static final class Part {
    private final Account account;
    private long amount;
    private @Nullable Hope hope;

    Part(Account account, long amount) {
      this.account = account;
      this.amount = amount;
    }

    Account account() {
      return account;
    }

    /** Sets so much aside; false where there is too little. Where counts warn, nothing is. */
    private boolean hopes(long more, long nowNanos) {
      LocalCredit credit = account.creditOrNull();
      if (credit == null || more == 0) {
        return true;
      }
      hope = credit.hope(more, nowNanos).orElse(null);
      return hope != null;
    }

    private boolean isThere(long nowNanos) {
      LocalCredit credit = account.creditOrNull();
      return credit == null || hope == null || credit.isThere(hope, nowNanos);
    }

    private void giveUp() {
      LocalCredit credit = account.creditOrNull();
      if (credit != null && hope != null) {
        credit.giveUp(hope);
        hope = null;
      }
    }

    /**
     * What is spent beyond the reservation is reserved too; the rest of the hope stays in store.
     */
    private void confirm(Cost spent) {
      LocalCredit credit = account.creditOrNull();
      if (credit != null && hope != null) {
        long beyond = spent.spent(account.limit().unit()) - amount;
        long more = Math.clamp(beyond, 0, hope.amount());
        credit.confirm(hope, more);
        account.hold(more);
        amount = Math.addExact(amount, more);
        giveUp();
      }
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
      giveUp();
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
    void spend(long sequence, Charged charged) {
      long known = charged.known.spent(account.limit().unit());
      long hidden = charged.hidden.spent(account.limit().unit());
      account.spent(sequence, Math.addExact(known, hidden));
      LocalCredit credit = account.creditOrNull();
      if (credit != null) {
        if (hope != null && hidden > 0) {
          credit.confirm(hope, hidden);
          credit.settle(hidden, hidden);
        }
        credit.settle(0, known);
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
