package dev.weir.dialects.bedrock;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ids of calls as Bedrock takes them: up to 64 letters, digits, {@code _} and {@code -}, each once
 * in a request. A call is open from its turn until its result, which must stand in the next turn; a
 * result without an open call is an orphan.
 */
final class CallIds {

  private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_-]");

  private static final int LENGTH_MAX = 64;

  private final Set<String> written = new HashSet<>();
  private final Map<String, String> begun = new HashMap<>();
  private final Map<String, String> open = new HashMap<>();

  /** The id to write for a call of the turn that is being written. */
  String call(String id) {
    String legal = ILLEGAL.matcher(id).replaceAll("_");
    String found = cut(legal.isEmpty() ? "tooluse" : legal, LENGTH_MAX);
    for (int i = 2; !written.add(found); i++) {
      String end = "_" + i;
      found = cut(legal, LENGTH_MAX - end.length()) + end;
    }
    begun.put(id, found);
    return found;
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(text.length(), length));
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
