package dev.weir.proxy.quota;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.quota.LimitScope;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ledgers of this proxy. Locks: a team's ledger, then the organisation's. */
final class Ledgers {

  private final Optional<EscrowTerms> terms;
  private final Map<String, Ledger> all = new ConcurrentHashMap<>();
  private final Ledger common;

  Ledgers(Optional<EscrowTerms> terms) {
    this.terms = terms;
    this.common = new Ledger(LimitScope.ORGANISATION, terms);
    all.put(LimitScope.ORGANISATION, common);
  }

  /** The organisation's. */
  Ledger common() {
    return common;
  }

  Collection<Ledger> all() {
    return all.values();
  }

  /** Null where nobody has asked for anything of this owner. */
  @Nullable Ledger find(String owner) {
    return all.get(owner);
  }

  /** The team's whose hold it is; the organisation's where it has no other. */
  Ledger of(Hold hold) {
    return hold.parts().stream()
        .map(part -> part.account().key().owner())
        .filter(owner -> !owner.equals(LimitScope.ORGANISATION))
        .findFirst()
        .map(this::of)
        .orElse(common);
  }

  /** Teams come from the policy, so there are only so many. */
  Ledger of(String owner) {
    Ledger known = all.get(owner);
    return known != null ? known : all.computeIfAbsent(owner, it -> new Ledger(it, terms));
  }

  /** Does something with the ledger, and the organisation's where both are needed, held. */
  <T extends @Nullable Object> T locked(Ledger team, boolean both, Supplier<T> work) {
    synchronized (team) {
      if (!both) {
        return work.get();
      }
      synchronized (common) {
        return work.get();
      }
    }
  }
}
