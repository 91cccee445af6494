package dev.weir.dialects.gemini;

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

  private static final String MADE = "weir_call_";
  private static final int ANSWER_CHARACTERS_MAX = 20;

  private final Map<String, Deque<String>> unanswered = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private int made;

  static boolean isMade(String id) {
    return id.startsWith(MADE);
  }

  /** An id for a call of an answer; the next answers of a conversation have others. */
  static String ofAnswer(String answerId, int choice, int call) {
    String safe = answerId.replaceAll("[^A-Za-z0-9_-]", "");
    int length = Math.min(safe.length(), ANSWER_CHARACTERS_MAX);
    return MADE + safe.substring(0, length) + "_" + choice + "_" + call;
  }

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
    String id = MADE + made++;
    while (!taken.add(id)) {
      id = MADE + made++;
    }
    return id;
  }
}
