package dev.weir.dialects.catalogue;

import java.util.Optional;

/** The parameters of a list's query. */
@FunctionalInterface
public interface PageAsked {

  /** Nobody asked for a part. */
  PageAsked WHOLE = _ -> Optional.empty();

  /** The value of a parameter, decoded; nothing where it is absent. */
  Optional<String> parameter(String name);

  /** A size from 1 to {@code max}; what is none counts as absent, what is more as the most. */
  default int size(String name, int otherwise, int max) {
    return parameter(name)
        .filter(text -> text.matches("[1-9][0-9]{0,5}"))
        .map(text -> Math.min(Integer.parseInt(text), max))
        .orElse(otherwise);
  }
}
