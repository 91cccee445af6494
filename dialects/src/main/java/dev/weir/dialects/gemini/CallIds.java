package dev.weir.dialects.gemini;

import dev.weir.dialects.canonical.MadeIds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Ids for the calls of one request that have none, and the calls that results without ids belong
 * to: Gemini goes by the tools' names and the order. Ids that were made here are not written to
 * Gemini, which gets back what it gave.
 */
final class CallIds {

  private final Map<String, Deque<String>> unanswered = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private int made;

  /** The id of a call; {@code id} is empty where it has none. */
  String ofCall(String id, String name) {
    String known = id.isEmpty() ? make() : id;
    taken.add(known);
    unanswered.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(known);
    return known;
  }

  /** The id of the call that a result answers. */
  String ofResult(String id, String name) {
    Deque<String> calls = unanswered.getOrDefault(name, new ArrayDeque<>());
    if (!id.isEmpty()) {
      calls.remove(id);
      return id;
    }
    String first = calls.poll();
    return first == null ? make() : first;
  }

  private String make() {
    String id = MadeIds.ofRequest(made++);
    while (!taken.add(id)) {
      id = MadeIds.ofRequest(made++);
    }
    return id;
  }
}
