package dev.weir.dialects.catalogue;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A name that a caller may use, and what is known of what answers it.
 *
 * @param ownedBy who serves it
 * @param contextTokens of request and answer together; empty where unknown
 * @param maxOutputTokens empty where unknown
 * @param capabilities all that it can besides text; empty where unknown
 */
public record ListedModel(
    String id,
    String ownedBy,
    OptionalLong contextTokens,
    OptionalLong maxOutputTokens,
    Optional<Set<Ability>> capabilities) {

  /** What a model may do besides text. */
  public enum Ability {
    IMAGES,
    TOOLS,
    STRUCTURED_OUTPUT,
    AUDIO,
    DOCUMENTS,
    REASONING
  }

  public ListedModel {
    capabilities = capabilities.map(Set::copyOf);
  }
}
