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
  private final Cost sure;
  private Cost guess;
  private final Consumer<Asked> told;
  private final long deadlineNanos;
  private final AtomicBoolean over = new AtomicBoolean();

  private boolean isModest;

  /** For each account the number of the first demand that speaks of this. */
  private final long[] numbers;

  Waiter(
      Ledger team,
      boolean ofBoth,
      List<Account> accounts,
      Cost sure,
      Cost guess,
      Consumer<Asked> told,
      long deadlineNanos) {
    this.team = team;
    this.ofBoth = ofBoth;
    this.accounts = accounts;
    this.sure = sure;
    this.guess = guess;
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

  Cost cost() {
    return sure.plus(guess);
  }

  /** The part of the cost that is a mere guess; guarded by the ledgers of the accounts. */
  Cost guess() {
    return guess;
  }

  /** Asks for no more than what is known; false where it asks for nothing else already. */
  boolean dropGuess() {
    boolean guesses = !guess.equals(Cost.NOTHING);
    guess = Cost.NOTHING;
    isModest |= guesses;
    return guesses;
  }

  /** Whether it asked for more before, so that what was said to that is no answer to this. */
  boolean isModest() {
    return isModest;
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
