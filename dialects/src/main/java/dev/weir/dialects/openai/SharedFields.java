package dev.weir.dialects.openai;

import java.util.Set;

/**
 * Fields beyond the canonical form that OpenAI's two dialects share, by the names that both readers
 * give them: Chat's {@code verbosity} is {@code text.verbosity} in Responses. Not among them is
 * {@code metadata}, which Chat takes only together with {@code store}.
 */
public final class SharedFields {

  private static final Set<String> NAMES =
      Set.of("prompt_cache_key", "prompt_cache_retention", "safety_identifier", "verbosity");

  private SharedFields() {}

  public static boolean contains(String name) {
    return NAMES.contains(name);
  }
}
