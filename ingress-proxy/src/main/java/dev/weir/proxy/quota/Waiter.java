package dev.weir.proxy.quota;

import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Who waits for credit: an exchange that has not begun, or one whose answer goes on. */
public final class Waiter {

  private final Ledger team;
  private final boolean ofBoth;
  private final List<Account> accounts;
  private final Need need;
  private final Consumer<Asked> told;
  private final long deadlineNanos;
  private final AtomicBoolean over = new AtomicBoolean();

  /** For each account the number of the first demand that speaks of this. */
  private final long[] numbers;

  Waiter(
      Ledger team,
      boolean ofBoth,
      List<Account> accounts,
      Need need,
      Consumer<Asked> told,
      long deadlineNanos) {
    this.team = team;
    this.ofBoth = ofBoth;
    this.accounts = accounts;
    this.need = need;
    this.told = told;
    this.deadlineNanos = deadlineNanos;
    this.numbers = new long[accounts.size()];
  }

  /** One of the limits whose credit it waits for. */
  public Limit limit() {
    return accounts.getFirst().limit();
  }

  Ledger team() {
    return team;
  }

  /** Whether some of the accounts are the organisation's. */
  boolean isOfBoth() {
    return ofBoth;
  }

  List<Account> accounts() {
    return accounts;
  }

  Need need() {
    return need;
  }

  /** What it waits for. */
  Cost cost() {
    return need.sure();
  }

  void demandedFrom(int index, long number) {
    numbers[index] = number;
  }

  long demandedFrom(int index) {
    return numbers[index];
  }

  boolean isOverdue(long nowNanos) {
    return deadlineNanos - nowNanos <= 0;
  }

  /** Takes the right to answer; whoever gets false does nothing. */
  boolean end() {
    return over.compareAndSet(false, true);
  }

  boolean isOver() {
    return over.get();
  }

  void tell(Asked answer) {
    told.accept(answer);
  }
}
