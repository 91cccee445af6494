package dev.weir.governance.quota;

import java.time.Instant;
import java.util.Optional;

/**
 * Where one window of a limit is counted.
 *
 * @param owner the team's name, or {@link LimitScope#ORGANISATION}
 * @param account the limit's id, with the values that have an account of their own
 * @param windowStart the epoch for a total
 */
public record AccountKey(String owner, String account, Instant windowStart) {

  /** The key in the topics: {@code owner|account|start}, the start in seconds of the epoch. */
  public String text() {
    return owner + '|' + account + '|' + windowStart.getEpochSecond();
  }

  /** Whether it is of no window: of a total, or a token bucket. */
  public boolean isWithoutEnd() {
    return windowStart.equals(Instant.EPOCH);
  }

  /** The limit that the account is of. */
  public String limitId() {
    int slash = account.indexOf('/');
    return slash < 0 ? account : account.substring(0, slash);
  }

  /** Whether the limit has an account for each value of something, and this is one of them. */
  public boolean isOfOneValue() {
    return account.indexOf('/') >= 0;
  }

  /** Reads {@link #text}; nothing where it is none. */
  public static Optional<AccountKey> parse(String text) {
    String[] parts = text.split("\\|", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new AccountKey(parts[0], parts[1], Instant.ofEpochSecond(Long.parseLong(parts[2]))));
    } catch (NumberFormatException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }
}
