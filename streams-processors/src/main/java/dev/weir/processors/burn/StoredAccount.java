package dev.weir.processors.burn;

import dev.weir.governance.burn.BudgetAccount;
import dev.weir.governance.burn.SpendHistory;
import dev.weir.governance.burn.Told;
import dev.weir.governance.quota.Limit;
import dev.weir.processors.store.BudgetState;
import dev.weir.processors.store.OpenBurn;
import dev.weir.processors.store.SpentThen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An account as it lies in the store. */
final class StoredAccount {

  private StoredAccount() {}

  static BudgetAccount read(BudgetState state) {
    Map<String, Told.Burning> open = new HashMap<>();
    state
        .getOpen()
        .forEach((rule, burn) -> open.put(rule, new Told.Burning(burn.getSince(), burn.getTold())));
    return new BudgetAccount(
        state.getWindowStart(),
        state.getSpent(),
        new SpendHistory(map(state.getMinutes()), map(state.getHours()), state.getSince()),
        new Told(state.getToldPercent(), open, state.getEnded()));
  }

  /** {@code settled}: whether its report need not be written again while nothing is spent. */
  static BudgetState write(BudgetAccount account, Limit limit, boolean settled) {
    Map<String, OpenBurn> open = new HashMap<>();
    account
        .told()
        .open()
        .forEach((rule, burn) -> open.put(rule, new OpenBurn(burn.since(), burn.isTold())));
    return BudgetState.newBuilder()
        .setKind(kind(limit))
        .setWindowStart(account.windowStart())
        .setSpent(account.spent())
        .setSince(account.history().since())
        .setMinutes(list(account.history().minutes()))
        .setHours(list(account.history().hours()))
        .setToldPercent(account.told().percent())
        .setOpen(open)
        .setEnded(account.told().ended())
        .setSettled(settled)
        .build();
  }

  /** What an account is about: with another unit or another window it begins anew. */
  static String kind(Limit limit) {
    return limit.unit().text() + " " + limit.window().span().text() + " " + limit.window().zone();
  }

  private static NavigableMap<Long, Long> map(List<SpentThen> amounts) {
    NavigableMap<Long, Long> map = new TreeMap<>();
    amounts.forEach(each -> map.put(each.getAt(), each.getAmount()));
    return map;
  }

  private static List<SpentThen> list(NavigableMap<Long, Long> amounts) {
    List<SpentThen> list = new ArrayList<>(amounts.size());
    amounts.forEach((at, amount) -> list.add(new SpentThen(at, amount)));
    return list;
  }
}
