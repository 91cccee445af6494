package dev.weir.processors;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed in the reverse order, whatever goes wrong on the way. */
final class Parts implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Parts.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOGGER.atWarn().setCause(e).log("a part of the processors did not close well");
      }
    }
  }
}
