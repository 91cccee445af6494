package dev.weir.standalone.control;

import java.util.Optional;

/** For whom within a team a key is made. */
public record KeyOwner(Optional<String> project, Optional<String> user) {

  /** The team as a whole. */
  public static final KeyOwner TEAM = new KeyOwner(Optional.empty(), Optional.empty());
}
