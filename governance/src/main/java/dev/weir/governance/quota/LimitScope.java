package dev.weir.governance.quota;

import dev.weir.governance.identity.TeamId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which requests a limit counts: those of one team, or of the whole organisation, that have certain
 * values; and whether all of them share the limit or each value of some dimensions has its own.
 *
 * @param team whose; nothing for the organisation's
 * @param only the values that a request must have
 * @param each the dimensions whose every value has a limit of its own; a request without a value
 *     there is not counted
 */
public record LimitScope(Optional<TeamId> team, Map<Dimension, String> only, List<Dimension> each) {

  /** Owns the accounts of the organisation; no team may be named so. */
  public static final String ORGANISATION = "*";

  public LimitScope {
    // The order is that of the dimensions: it is part of the names of accounts.
    EnumMap<Dimension, String> ordered = new EnumMap<>(Dimension.class);
    ordered.putAll(only);
    only = java.util.Collections.unmodifiableMap(ordered);
    each = each.stream().distinct().sorted().toList();
    if (team.isPresent() && (only.containsKey(Dimension.TEAM) || each.contains(Dimension.TEAM))) {
      throw new IllegalArgumentException("a team's limit cannot choose among teams");
    }
    for (Dimension dimension : each) {
      if (only.containsKey(dimension)) {
        throw new IllegalArgumentException(
            "a limit is either for one " + dimension.text() + " or for each");
      }
    }
  }

  /** All requests of a team. */
  public static LimitScope of(TeamId team) {
    return new LimitScope(Optional.of(team), Map.of(), List.of());
  }

  /** The key of the partition that holds the accounts: the team's name or {@link #ORGANISATION}. */
  public String owner() {
    return team.map(TeamId::value).orElse(ORGANISATION);
  }

  /** Whether requests of this subject count. */
  public boolean covers(Subject subject) {
    if (team.isPresent() && !team.get().equals(subject.team())) {
      return false;
    }
    for (Map.Entry<Dimension, String> entry : only.entrySet()) {
      if (!subject.value(entry.getKey()).equals(Optional.of(entry.getValue()))) {
        return false;
      }
    }
    for (Dimension dimension : each) {
      if (subject.value(dimension).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The name of the account of this subject, which must be covered: the limit's id, and for a limit
   * of each value those values, percent-encoded: {@code per-user/user=ann}.
   */
  String account(String limitId, Subject subject) {
    if (each.isEmpty()) {
      return limitId;
    }
    StringBuilder name = new StringBuilder(limitId).append('/');
    for (Dimension dimension : each) {
      if (name.charAt(name.length() - 1) != '/') {
        name.append(',');
      }
      name.append(dimension.text())
          .append('=')
          .append(URLEncoder.encode(subject.value(dimension).orElse(""), StandardCharsets.UTF_8));
    }
    return name.toString();
  }

  /** What a refusal calls it: {@code team/search}, {@code team/search, each user}. */
  public String text() {
    StringBuilder text =
        new StringBuilder(team.map(it -> "team/" + it.value()).orElse("organisation"));
    only.forEach(
        (dimension, value) -> text.append(", ").append(dimension.text()).append('/').append(value));
    each.forEach(dimension -> text.append(", each ").append(dimension.text()));
    return text.toString();
  }
}
