package dev.weir.standalone.config;

import java.util.List;

/** Every problem of a configuration, for the person who wrote it. */
public final class InvalidConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidConfigException(List<String> problems) {
    super(
        "The configuration has "
            + problems.size()
            + " problem(s):\n- "
            + String.join("\n- ", problems));
  }
}
