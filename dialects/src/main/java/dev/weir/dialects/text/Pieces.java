package dev.weir.dialects.text;

import dev.weir.dialects.text.Located.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The texts that are open in a stream, and what becomes of the event that is at hand. What a text
 * holds back when it ends goes into the event's own last piece of it, or else into an event of its
 * own that goes before.
 */
final class Pieces {

  /** More texts at once are not rewritten: no answer has them. */
  private static final int OPEN_MAX = 1_024;

  private static final class Open {
    private final PieceRewriter rewriter;
    private Function<String, String> tail = text -> "";
    private Text at = new Text(0, 0, "");
    private String now = "";
    private boolean inEvent;

    Open(PieceRewriter rewriter) {
      this.rewriter = rewriter;
    }
  }

  private final StreamRewriter rewriter;
  private final Map<String, Open> open = new LinkedHashMap<>();

  /** Those that have a piece in this event; also such as have ended in it. */
  private final List<Open> inEvent = new ArrayList<>();

  private final List<String> before = new ArrayList<>();

  Pieces(StreamRewriter rewriter) {
    this.rewriter = rewriter;
  }

  /**
   * A piece of the text {@code key}.
   *
   * @param tail the data of an event that has nothing but more of this text
   */
  void piece(String key, Text at, TextForm form, Function<String, String> tail) {
    if (at.text().isEmpty() || (open.size() >= OPEN_MAX && !open.containsKey(key))) {
      return;
    }
    Open text = open.computeIfAbsent(key, _ -> new Open(rewriter.open(form)));
    if (text.inEvent) {
      // A second piece in one event: the first one is settled.
      text = settled(key, text);
    }
    text.tail = tail;
    text.at = at;
    text.now = text.rewriter.accept(at.text());
    text.inEvent = true;
    inEvent.add(text);
  }

  private Open settled(String key, Open text) {
    Open next = new Open(text.rewriter);
    open.put(key, next);
    return next;
  }

  /** The texts of these keys end here. */
  void close(Predicate<String> keys) {
    if (open.isEmpty()) {
      return;
    }
    open.entrySet()
        .removeIf(each -> {
          if (!keys.test(each.getKey())) {
            return false;
          }
          end(each.getValue());
          return true;
        });
  }

  private void end(Open text) {
    String rest = text.rewriter.end();
    if (rest.isEmpty()) {
      return;
    }
    if (text.inEvent) {
      text.now += rest;
    } else {
      before.add(text.tail.apply(rest));
    }
  }

  /** The event is read: writes its changes, and gives the data of the events that go before it. */
  List<String> settle(Edits edits) {
    for (Open each : inEvent) {
      if (!each.now.equals(each.at.text())) {
        edits.replace(each.at, each.now);
      }
      each.inEvent = false;
    }
    inEvent.clear();
    if (before.isEmpty()) {
      return List.of();
    }
    List<String> all = List.copyOf(before);
    before.clear();
    return all;
  }
}
