package dev.weir.processors.event;

import java.util.Arrays;
import java.util.Objects;

/** An event together with the bytes of its record, which proofs are made of. */
public record Recorded<T>(T event, byte[] bytes) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Recorded<?> that
        && event.equals(that.event)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(event, Arrays.hashCode(bytes));
  }

  /** The event may be large and hold ciphertext; its type says enough. */
  @Override
  public String toString() {
    return "Recorded[" + bytes.length + " bytes]";
  }
}
