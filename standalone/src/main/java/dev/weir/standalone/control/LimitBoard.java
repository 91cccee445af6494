package dev.weir.standalone.control;

import dev.weir.governance.escrow.ClosedStarts;
import dev.weir.governance.escrow.CreditKind;
import dev.weir.governance.escrow.EscrowAccount;
import dev.weir.governance.escrow.EscrowState;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.escrow.Holder;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Dimension;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.StopScope;
import dev.weir.processors.event.ProxyStart;
import dev.weir.processors.quota.GrantorBooks;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.topic.Topic;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of limits: the policy's limits, in the windows of now, with what the processors
 * have counted and the grantor has given. A limit of each value of something has a row for each
 * value that was used.
 */
final class LimitBoard {

  private final ControlLog log;
  private final GrantorBooks books;

  LimitBoard(ControlLog log, GrantorBooks books) {
    this.log = log;
    this.books = books;
  }

  /** By owner and account; the organisation's come first. */
  List<LimitRow> rows(Optional<Policy> policy, List<Stop> stops, Instant now) {
    List<Limit> limits =
        policy.stream()
            .flatMap(it ->
                Stream.concat(
                    it.limits().stream(),
                    it.teams().values().stream().flatMap(team -> team.limits().stream())))
            .toList();
    if (limits.isEmpty()) {
      return List.of();
    }
    Map<String, Long> spent = new HashMap<>();
    log.read(Topic.QUOTA_STATE, QuotaState.class)
        .forEach((key, state) -> spent.put(key, state.getSpent()));
    Map<String, byte[]> credit = log.committed(books.topic());
    Map<String, List<AccountKey>> used = accounts(spent, credit);
    List<LimitRow> rows = new ArrayList<>();
    for (Limit limit : limits) {
      for (AccountKey key : keys(limit, used, now)) {
        rows.add(
            row(
                limit,
                key,
                spent.getOrDefault(key.text(), 0L),
                credit.get(key.text()),
                stops(limit, key, stops),
                now));
      }
    }
    rows.sort(
        Comparator.comparing((LimitRow row) -> row.key().owner())
            .thenComparing(row -> row.key().account()));
    return rows;
  }

  /** The accounts of which anything is known, by owner and limit. */
  private static Map<String, List<AccountKey>> accounts(
      Map<String, Long> spent, Map<String, byte[]> credit) {
    Map<String, List<AccountKey>> accounts = new HashMap<>();
    var names = new TreeSet<>(spent.keySet());
    names.addAll(credit.keySet());
    for (String name : names) {
      AccountKey.parse(name)
          .ifPresent(key ->
              accounts
                  .computeIfAbsent(key.owner() + '|' + key.limitId(), _ -> new ArrayList<>())
                  .add(key));
    }
    return accounts;
  }

  private static List<AccountKey> keys(
      Limit limit, Map<String, List<AccountKey>> used, Instant now) {
    String owner = limit.scope().owner();
    Instant start = limit.isRate() ? Instant.EPOCH : limit.window().startOf(now);
    return limit.scope().each().isEmpty()
        ? List.of(new AccountKey(owner, limit.id(), start))
        : used.getOrDefault(owner + '|' + limit.id(), List.of()).stream()
            .filter(key -> key.windowStart().equals(start) && key.isOfOneValue())
            .toList();
  }

  private LimitRow row(
      Limit limit,
      AccountKey key,
      long counted,
      byte @Nullable [] book,
      List<Stop> stops,
      Instant now) {
    Optional<Instant> end = limit.end(key);
    if (book == null || !limit.isHard()) {
      long free = Math.max(0, limit.size() - counted);
      Optional<LimitRow.Credit> credit =
          limit.isHard()
              ? Optional.of(
                  new LimitRow.Credit(0, Math.max(limit.size(), counted), 0, false, List.of()))
              : Optional.empty();
      return new LimitRow(limit, key, end, counted, free, credit, stops);
    }
    EscrowState state = state(key, book);
    EscrowAccount account =
        limit.isRate()
            ? EscrowAccount.bucket(
                state, limit.size(), limit.refill(), EscrowTerms.DEFAULT, ClosedStarts.NONE)
            : new EscrowAccount(
                state, limit.max(), limit.kind(), EscrowTerms.DEFAULT, ClosedStarts.NONE);
    account.fill(now.toEpochMilli());
    long free = Math.max(0, account.free());
    long onLease = account.outstanding();
    long spent = limit.isRate() ? Math.max(0, limit.size() - free - onLease) : account.spent();
    return new LimitRow(
        limit,
        key,
        end,
        spent,
        free,
        Optional.of(
            new LimitRow.Credit(
                onLease,
                account.bound(),
                account.overspent(),
                state.scarce(),
                leases(state, limit.kind(), now))),
        stops);
  }

  private EscrowState state(AccountKey key, byte[] book) {
    try {
      return books.read(book);
    } catch (SerializationException | AvroRuntimeException e) {
      throw new ControlException(
          "the record '%s' of %s cannot be read (%s)"
              .formatted(key.text(), books.topic(), e.getMessage()),
          e);
    }
  }

  private static List<LimitRow.Lease> leases(EscrowState state, CreditKind kind, Instant now) {
    List<LimitRow.Lease> leases = new ArrayList<>();
    state
        .holders()
        .forEach((name, holder) ->
            ProxyStart.parse(name).ifPresent(start -> leases.add(lease(start, holder, kind, now))));
    leases.sort(
        Comparator.comparing(LimitRow.Lease::proxy).thenComparingLong(LimitRow.Lease::start));
    return leases;
  }

  private static LimitRow.Lease lease(
      ProxyStart start, Holder holder, CreditKind kind, Instant now) {
    return new LimitRow.Lease(
        start.proxyId(),
        start.epoch(),
        holder.granted(),
        holder.onLease(kind),
        holder.said().held(),
        holder.said().inFlight(),
        holder.isLive(now.toEpochMilli(), EscrowTerms.DEFAULT),
        Instant.ofEpochMilli(holder.heardMillis()));
  }

  /** Those that stop every request that the account counts. */
  private static List<Stop> stops(Limit limit, AccountKey key, List<Stop> all) {
    Map<Dimension, String> only = new EnumMap<>(Dimension.class);
    only.putAll(limit.scope().only());
    only.putAll(values(key));
    limit.scope().team().ifPresent(team -> only.put(Dimension.TEAM, team.value()));
    return all.stream().filter(stop -> covers(stop.scope(), only)).toList();
  }

  private static boolean covers(StopScope scope, Map<Dimension, String> only) {
    return switch (scope.kind()) {
      case ALL -> true;
      case TEAM -> scope.name().equals(only.get(Dimension.TEAM));
      case KEY -> scope.name().equals(only.get(Dimension.KEY));
      case MODEL -> scope.name().equals(only.get(Dimension.MODEL));
    };
  }

  /** What the account is of: {@code limit/user=ann,key=k1}. */
  private static Map<Dimension, String> values(AccountKey key) {
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    if (key.isOfOneValue()) {
      for (String each : key.account().substring(key.account().indexOf('/') + 1).split(",", -1)) {
        for (Dimension dimension : Dimension.values()) {
          if (each.startsWith(dimension.text() + "=")) {
            values.put(
                dimension,
                URLDecoder.decode(
                    each.substring(dimension.text().length() + 1), StandardCharsets.UTF_8));
          }
        }
      }
    }
    return values;
  }
}
