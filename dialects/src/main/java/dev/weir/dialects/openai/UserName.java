package dev.weir.dialects.openai;

import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Losses;
import java.util.Optional;

/** The end user as OpenAI takes his name: of 64 characters at most. */
public final class UserName {

  private static final int CHARACTERS_MAX = 64;

  private UserName() {}

  /** The name; nothing, and a note, where it is too long. OpenAI's own callers it may judge. */
  public static Optional<String> of(CanonicalRequest request, Losses losses) {
    boolean tooLong = request.user().filter(it -> it.length() > CHARACTERS_MAX).isPresent();
    if (!tooLong || request.from().isOpenAi()) {
      return request.user();
    }
    losses.drop(CallerNames.of(request.from(), "user"));
    return Optional.empty();
  }
}
