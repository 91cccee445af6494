package dev.weir.proxy.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which exchange a provider's event belongs to. A provider names a response with its first event
 * and not before: the oldest that was asked for and has no name yet gets it.
 */
final class SessionResponses {

  /** Asked for or under way at once; one more is refused. */
  static final int MAX = 16;

  /** Late events of a response that is over name it still. */
  private static final int FINISHED_MAX = 64;

  private record Asked(String eventId, SocketExchange exchange) {}

  private final Deque<Asked> asked = new ArrayDeque<>();
  private final Map<String, SocketExchange> named = new LinkedHashMap<>();
  private final Set<String> finished = new LinkedHashSet<>();

  synchronized boolean areTooMany() {
    return asked.size() + named.size() >= MAX;
  }

  /** {@code eventId} of the event that asks. */
  synchronized void ask(String eventId, SocketExchange exchange) {
    asked.add(new Asked(eventId, exchange));
  }

  /** The exchange of that name; what has none takes it. */
  synchronized Optional<SocketExchange> named(String responseId) {
    SocketExchange known = named.get(responseId);
    if (known != null) {
      return Optional.of(known);
    }
    Asked first = asked.poll();
    if (first != null) {
      named.put(responseId, first.exchange);
    }
    return Optional.ofNullable(first).map(Asked::exchange);
  }

  /** A response that the provider began by itself. */
  synchronized void name(String responseId, SocketExchange exchange) {
    named.put(responseId, exchange);
  }

  synchronized boolean isFinished(String responseId) {
    return finished.contains(responseId);
  }

  synchronized Optional<SocketExchange> finish(String responseId) {
    finished.add(responseId);
    if (finished.size() > FINISHED_MAX) {
      Iterator<String> oldest = finished.iterator();
      oldest.next();
      oldest.remove();
    }
    return Optional.ofNullable(named.remove(responseId));
  }

  /** Takes out what was asked with that event and has no name. */
  synchronized Optional<SocketExchange> takeAsked(String eventId) {
    for (Iterator<Asked> all = asked.iterator(); all.hasNext(); ) {
      Asked each = all.next();
      if (each.eventId.equals(eventId)) {
        all.remove();
        return Optional.of(each.exchange);
      }
    }
    return Optional.empty();
  }

  /**
   * One under way, for what names none; the newest, since events of a turn come after its begin.
   */
  synchronized Optional<SocketExchange> newest() {
    return named.values().stream().reduce((_, next) -> next);
  }

  synchronized List<SocketExchange> all() {
    List<SocketExchange> all = new ArrayList<>(named.values());
    asked.forEach(each -> all.add(each.exchange));
    return all;
  }

  synchronized boolean areNone() {
    return asked.isEmpty() && named.isEmpty();
  }

  /** Takes all of them out. */
  synchronized List<SocketExchange> takeAll() {
    List<SocketExchange> all = all();
    asked.clear();
    named.clear();
    return all;
  }
}
