package dev.weir.standalone.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been opened, closed last-first; one that fails to close does not keep the others open.
 */
public final class Closing implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Closing.class);

  private record Open(String name, AutoCloseable resource) {}

  private final Deque<Open> open = new ArrayDeque<>();

  /** Takes it over and gives it back. */
  public <T extends AutoCloseable> T add(String name, T resource) {
    open.push(new Open(name, resource));
    return resource;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      Open next = open.pop();
      try {
        LOGGER.info("closing {}", next.name());
        next.resource().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOGGER.atError().setCause(e).log("{} did not close well", next.name());
      }
    }
  }
}
