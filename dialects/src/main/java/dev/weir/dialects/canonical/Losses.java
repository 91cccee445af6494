package dev.weir.dialects.canonical;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what a writer cannot say in its dialect. Two kinds: what may be left out with a note
 * ({@code x-weir-dropped}), because the answer is still an answer to what was asked, and what makes
 * the request another one and refuses it.
 */
public final class Losses {

  /** What Claude does not go on from. */
  public static final String SPACE_AT_THE_END = "messages: white space at the end";

  /** What Claude does not answer to, so that the user asks it to go on. */
  public static final String ASSISTANT_AT_THE_END = "messages: the assistant's turn at the end";

  private final Set<String> dropped = new LinkedHashSet<>();
  private final Set<String> refused = new LinkedHashSet<>();

  /** Leaves a field out; {@code name} as the caller's dialect names it, never its value. */
  public void drop(String name) {
    dropped.add(name);
  }

  /** The request cannot be made without this. */
  public void refuse(String name) {
    refused.add(name);
  }

  public List<String> dropped() {
    return List.copyOf(dropped);
  }

  public List<String> refused() {
    return List.copyOf(refused);
  }
}
