package dev.weir.proxy.view;

import org.jspecify.annotations.Nullable;

/** What is made of one topic's records. */
interface View<E> {

  /** Takes the newest value of a key; null where the key was deleted. */
  void replay(String key, @Nullable E event);
}
