package dev.weir.standalone.config;

/** A value that must not be seen: only {@link #reveal} gives it. */
public record Secret(String reveal) {

  @Override
  public String toString() {
    return "***";
  }
}
