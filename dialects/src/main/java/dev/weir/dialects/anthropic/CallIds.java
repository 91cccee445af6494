package dev.weir.dialects.anthropic;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ids of calls as Anthropic takes them: of letters, digits, {@code _} and {@code -}, each once in a
 * request. Other servers write ids like {@code functions.f:0}, or the same one in every turn.
 *
 * <p>A call is open from its turn until its result, which must stand in the next turn; a result
 * without an open call is an orphan.
 */
final class CallIds {

  private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_-]");

  private final Set<String> written = new HashSet<>();
  private final Map<String, String> begun = new HashMap<>();
  private final Map<String, String> open = new HashMap<>();

  /** The id to write for a call of the turn that is being written. */
  String call(String id) {
    StringBuilder legal = new StringBuilder(ILLEGAL.matcher(id).replaceAll("_"));
    if (legal.isEmpty()) {
      legal.append("toolu_");
    }
    while (!written.add(legal.toString())) {
      legal.append('_');
    }
    begun.put(id, legal.toString());
    return legal.toString();
  }

  /** The id to write for the result of a call; nothing where no such call is open. */
  Optional<String> result(String id) {
    return Optional.ofNullable(open.remove(id));
  }

  /**
   * The model's turn is written, and its calls are open.
   *
   * @param another whether it is no part of the turn before: what has no result then gets none
   */
  void endTurn(boolean another) {
    if (another) {
      open.clear();
    }
    open.putAll(begun);
    begun.clear();
  }
}
