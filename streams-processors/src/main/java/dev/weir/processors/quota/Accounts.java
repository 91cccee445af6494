package dev.weir.processors.quota;

import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.Subject;
import dev.weir.processors.event.UsageSubject;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.schemas.event.Usage;
import java.util.ArrayList;
import java.util.List;

/** In which accounts usage counts. */
final class Accounts {

  private Accounts() {}

  /** An account, the limit that it is of, and what one usage record spends there. */
  record Entry(Limit limit, AccountKey key, long amount) {}

  /**
   * The accounts of {@code owner} that the usage counts in. The window is that of the request's
   * arrival: there its credit was reserved.
   */
  static List<Entry> of(Usage usage, String owner, GoverningPolicy policy) {
    List<Entry> entries = new ArrayList<>();
    Subject subject = UsageSubject.of(usage);
    for (Limit limit : policy.limits(owner)) {
      limit
          .account(subject, usage.getStartedAt())
          .ifPresent(key -> entries.add(new Entry(limit, key, Spending.of(usage, limit.unit()))));
    }
    return entries;
  }
}
