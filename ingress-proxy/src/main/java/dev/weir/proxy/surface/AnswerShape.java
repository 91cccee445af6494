package dev.weir.proxy.surface;

import java.util.Optional;

/** How the answer of one call is handled, by what the provider answers with. */
public interface AnswerShape {

  /** A 200 that is one document. */
  AnswerFlow document();

  /** A 200 that is a stream. */
  AnswerFlow stream();

  /** Another success; nothing where there can be none. */
  default Optional<AnswerFlow> other(int status) {
    return Optional.empty();
  }

  /** An error of the provider's. */
  AnswerFlow error(int status);
}
