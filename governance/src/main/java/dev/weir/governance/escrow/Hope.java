package dev.weir.governance.escrow;

/**
 * Credit that is set aside for what an exchange may turn out to have cost. It is reserved for
 * nobody: who needs credit gets it, here or at another proxy, and then the hope is gone.
 */
public final class Hope {

  private long amount;

  Hope(long amount) {
    this.amount = amount;
  }

  /** 0 when it is gone. */
  public long amount() {
    return amount;
  }

  void lose(long part) {
    amount -= part;
  }
}
