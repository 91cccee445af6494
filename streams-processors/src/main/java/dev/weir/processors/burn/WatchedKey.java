package dev.weir.processors.burn;

import dev.weir.governance.quota.AccountKey;

/**
 * The key of a watched account, whatever its window: {@code owner|account}, the account being the
 * limit's id, with the values that have an account of their own.
 */
final class WatchedKey {

  private WatchedKey() {}

  static String text(AccountKey key) {
    return key.owner() + '|' + key.account();
  }

  static String owner(String key) {
    return key.substring(0, key.indexOf('|'));
  }

  static String account(String key) {
    return key.substring(key.indexOf('|') + 1);
  }

  static String limitId(String key) {
    String account = account(key);
    int slash = account.indexOf('/');
    return slash < 0 ? account : account.substring(0, slash);
  }

  static boolean isOfOneValue(String key) {
    return account(key).indexOf('/') >= 0;
  }
}
