package dev.weir.schemas.view;

import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The texts of the documents, by their keys. */
final class Texts implements View<PolicyEntry> {

  final Map<String, String> texts = new ConcurrentHashMap<>();
  final List<String> seen = new CopyOnWriteArrayList<>();
  final List<String> leftOut = new CopyOnWriteArrayList<>();
  private long rounds;

  @Override
  public void leftOut(String key) {
    leftOut.add(key);
  }

  @Override
  public void replay(String key, @Nullable PolicyEntry entry) {
    if (entry == null) {
      texts.remove(key);
      return;
    }
    String text = ((PolicyDocument) entry.getEntry()).getText();
    if (text.equals("refuse me")) {
      throw new IllegalArgumentException("of no use");
    }
    seen.add(text);
    texts.put(key, text);
  }

  @Override
  public synchronized void tidy() {
    rounds++;
    notifyAll();
  }

  /** Waits until a whole round of reading has passed. */
  synchronized void awaitRound() {
    long until = rounds + 2;
    try {
      while (rounds < until) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
