package dev.weir.proxy.exchange;

import java.util.Optional;

/**
 * The run of an agent that a request is part of, as its caller says: many requests that one limit
 * may hold together. It is no identity, and gives no rights.
 */
final class AgentRun {

  static final String HEADER = "x-weir-agent-run";

  private static final int CHARACTERS_MAX = 128;

  private AgentRun() {}

  /** Nothing where the caller names none, or what is no name. */
  static Optional<String> of(Arrival arrival) {
    return Optional.ofNullable(arrival.request().getHeaders().get(HEADER)).filter(AgentRun::isName);
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= CHARACTERS_MAX
        && text.chars().allMatch(it -> it > ' ' && it < 0x7f);
  }
}
