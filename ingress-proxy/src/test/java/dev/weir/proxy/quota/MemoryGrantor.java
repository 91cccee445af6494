package dev.weir.proxy.quota;

import dev.weir.governance.escrow.ClosedStarts;
import dev.weir.governance.escrow.EscrowAccount;
import dev.weir.governance.escrow.EscrowState;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Limit;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The grantor of one proxy's credit without a log between them. */
public final class MemoryGrantor implements AutoCloseable {

  private static final String HOLDER = "p1:1";

  /** As the feed of a real proxy does: demands of one moment go together. */
  private static final long APART_MILLIS = 5;

  /** The feed ends waits too. */
  private static final long EXPIRES_MILLIS = 50;

  /** A proxy that gets less than it would like to have in store asks again. */
  private static final int ROUNDS_MAX = 20;

  private final QuotaGate gate;
  private final EscrowTerms terms;
  private final List<Limit> limits;
  private final Map<String, QuotaGate> gates = new HashMap<>();
  private final Map<AccountKey, EscrowAccount> accounts = new HashMap<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  private boolean isSilent;

  /** It answers when {@link #serve} is called. */
  public MemoryGrantor(QuotaGate gate, EscrowTerms terms, List<Limit> limits) {
    this.gate = gate;
    this.terms = terms;
    this.limits = limits;
  }

  /** It answers by itself, on a thread of its own. */
  public static MemoryGrantor running(QuotaGate gate, EscrowTerms terms, List<Limit> limits) {
    MemoryGrantor grantor = new MemoryGrantor(gate, terms, limits);
    gate.onDemand(() -> {
      if (!grantor.thread.isShutdown()) {
        var _ =
            grantor.thread.schedule(
                () -> grantor.serve(Instant.now()), APART_MILLIS, TimeUnit.MILLISECONDS);
      }
    });
    var _ =
        grantor.thread.scheduleWithFixedDelay(
            gate::expire, EXPIRES_MILLIS, EXPIRES_MILLIS, TimeUnit.MILLISECONDS);
    return grantor;
  }

  /** From now on it hears and says nothing. */
  public synchronized void fallSilent() {
    isSilent = true;
  }

  /** Answers what the gate has to say. */
  public synchronized void serve(Instant now) {
    serve(gate, HOLDER, now);
  }

  /** The same for another proxy; from now on it hears what it is told. */
  synchronized void serve(QuotaGate asking, String holder, Instant now) {
    gates.put(holder, asking);
    if (isSilent) {
      return;
    }
    for (int round = 0; round < ROUNDS_MAX; round++) {
      List<Demands> all = asking.demands(now);
      if (all.isEmpty()) {
        return;
      }
      for (Demands demands : all) {
        for (Demands.Line line : demands.lines()) {
          EscrowAccount account = account(line.key());
          account.demanded(holder, line.demand(), now.toEpochMilli());
          account
              .changes()
              .forEach((name, grant) ->
                  grant.ifPresent(
                      it -> Objects.requireNonNull(gates.get(name)).granted(line.key(), it)));
        }
      }
    }
  }

  /** What nobody has spent or holds of a limit in all of its accounts. */
  public synchronized long free(String limitId) {
    return accounts.entrySet().stream()
        .filter(it -> it.getKey().limitId().equals(limitId))
        .mapToLong(it -> it.getValue().free())
        .sum();
  }

  private EscrowAccount account(AccountKey key) {
    Limit limit =
        limits.stream().filter(it -> it.id().equals(key.limitId())).findFirst().orElseThrow();
    return accounts.computeIfAbsent(
        key,
        _ ->
            limit.isRate()
                ? EscrowAccount.bucket(
                    EscrowState.NEW, limit.size(), limit.refill(), terms, ClosedStarts.NONE)
                : new EscrowAccount(
                    EscrowState.NEW, limit.max(), limit.kind(), terms, ClosedStarts.NONE));
  }

  @Override
  public void close() {
    var _ = thread.shutdownNow();
    thread.close();
  }
}
