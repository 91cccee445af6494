package dev.weir.proxy.quota;

import dev.weir.governance.escrow.CreditDemand;
import dev.weir.governance.quota.AccountKey;
import java.util.List;

/** What this proxy says to the grantor of one owner's accounts. */
public record Demands(String owner, long number, List<Line> lines) {

  /** Of one account. */
  public record Line(AccountKey key, CreditDemand demand) {}

  public Demands {
    lines = List.copyOf(lines);
  }
}
