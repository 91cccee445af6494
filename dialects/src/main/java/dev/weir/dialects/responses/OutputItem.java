package dev.weir.dialects.responses;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An item of an answer's output, as far as it has been told. What an event says as a whole is told
 * only where its pieces were not.
 */
final class OutputItem {

  private final String type;
  private final Set<Integer> toldParts = new HashSet<>();
  private final Map<Integer, Long> textStarts = new HashMap<>();
  private final Set<Integer> citedParts = new HashSet<>();
  private String thinking = "";
  private int call = -1;
  private boolean done;

  OutputItem(String type) {
    this.type = type;
  }

  String type() {
    return type;
  }

  /** Notes that something of this part is told; whether it is the first. */
  boolean tell(int part) {
    return toldParts.add(part);
  }

  boolean isTold(int part) {
    return toldParts.contains(part);
  }

  boolean isTold() {
    return !toldParts.isEmpty();
  }

  /** Notes where the text of this part begins in all text, where that is not known yet. */
  void startText(int part, long start) {
    textStarts.putIfAbsent(part, start);
  }

  long textStart(int part) {
    return textStarts.getOrDefault(part, 0L);
  }

  /** Notes that a source of this part is told. */
  void cite(int part) {
    citedParts.add(part);
  }

  boolean isCited(int part) {
    return citedParts.contains(part);
  }

  /** Whether this kind of thinking is the one that is told: the first that comes. */
  boolean thinks(String kind) {
    if (thinking.isEmpty()) {
      thinking = kind;
    }
    return thinking.equals(kind);
  }

  /** The number of the call that this is; negative before it has begun. */
  int call() {
    return call;
  }

  void begin(int number) {
    call = number;
  }

  /** Notes that the item is whole; false where it was before. */
  boolean end() {
    boolean first = !done;
    done = true;
    return first;
  }

  boolean isDone() {
    return done;
  }
}
