package dev.weir.proxy.targets;

import java.time.Instant;

/** The answer to "may this model be called now?". */
public sealed interface Place {

  /** It may: the call has its place until its end is told. */
  record Taken() implements Place {

    static final Taken IT = new Taken();
  }

  /** It has as many calls as it may have. */
  record Full() implements Place {

    static final Full IT = new Full();
  }

  /** Its provider takes no calls before that time. */
  record Resting(Instant until) implements Place {}
}
