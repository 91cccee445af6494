package dev.weir.proxy.credential;

/** A secret: only {@link #reveal} gives it. */
public record SecretText(String reveal) {

  @Override
  public String toString() {
    return "***";
  }
}
