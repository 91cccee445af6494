package dev.weir.schemas.view;

import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** What is made of one topic's records. */
@FunctionalInterface
public interface View<E extends SpecificRecordBase> {

  /**
   * Takes the newest value of a key; null where the key was deleted. Throws, and keeps what it had,
   * where the value is of no use.
   */
  void replay(String key, @Nullable E event);

  /**
   * Told of a record that was left out, because it can never be read or {@link #replay} threw: a
   * view may have to say that it is not what the log wants.
   */
  default void leftOut(String key) {}

  /** Called on the same thread after each round of reading: a view may forget what has passed. */
  default void tidy() {}
}
