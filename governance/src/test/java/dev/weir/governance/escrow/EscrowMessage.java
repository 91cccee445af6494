package dev.weir.governance.escrow;

/** What is on its way between a grantor and proxies. */
sealed interface EscrowMessage {
  long at();

  EscrowMessage at(long time);

  record Demanded(long at, String holder, CreditDemand demand) implements EscrowMessage {
    @Override
    public EscrowMessage at(long time) {
      return new Demanded(time, holder, demand);
    }
  }

  record Granted(long at, String holder, CreditGrant grant) implements EscrowMessage {
    @Override
    public EscrowMessage at(long time) {
      return new Granted(time, holder, grant);
    }
  }

  record Used(long at, String holder, long amount) implements EscrowMessage {
    @Override
    public EscrowMessage at(long time) {
      return new Used(time, holder, amount);
    }
  }

  /** What a start that died had used of an exchange, as it was closed for it. */
  record Closed(long at, String start, long amount) implements EscrowMessage {
    @Override
    public EscrowMessage at(long time) {
      return new Closed(time, start, amount);
    }
  }

  record Proven(long at, String holder) implements EscrowMessage {
    @Override
    public EscrowMessage at(long time) {
      return new Proven(time, holder);
    }
  }
}
