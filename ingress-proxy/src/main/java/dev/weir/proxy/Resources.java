package dev.weir.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed last first; one that fails to close does not keep the others. */
final class Resources implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Resources.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <R extends AutoCloseable> R add(R resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      AutoCloseable next = opened.pop();
      try {
        next.close();
      } catch (Exception e) {
        LOGGER.atError().setCause(e).log("a part of the proxy did not close");
      }
    }
  }
}
