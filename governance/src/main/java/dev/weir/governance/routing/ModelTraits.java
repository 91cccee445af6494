package dev.weir.governance.routing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the policy states of a model. What it does not state is taken as enough.
 *
 * @param contextTokens how many tokens request and answer may have together
 * @param maxOutputTokens how many tokens an answer may have
 * @param capabilities all that it can besides text
 */
public record ModelTraits(
    OptionalLong contextTokens,
    OptionalLong maxOutputTokens,
    Optional<Set<Capability>> capabilities) {

  public static final ModelTraits UNSTATED =
      new ModelTraits(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

  public ModelTraits {
    if (contextTokens.orElse(1) <= 0 || maxOutputTokens.orElse(1) <= 0) {
      throw new IllegalArgumentException(
          "a model takes and makes at least one token: " + contextTokens + ", " + maxOutputTokens);
    }
    capabilities = capabilities.map(Set::copyOf);
  }

  /** What can be relied on where any of several models may answer: what all of them state. */
  public static ModelTraits ofAll(List<ModelTraits> models) {
    ModelTraits common = models.isEmpty() ? UNSTATED : models.getFirst();
    for (ModelTraits each : models) {
      common =
          new ModelTraits(
              lesser(common.contextTokens, each.contextTokens),
              lesser(common.maxOutputTokens, each.maxOutputTokens),
              shared(common.capabilities, each.capabilities));
    }
    return common;
  }

  private static OptionalLong lesser(OptionalLong one, OptionalLong other) {
    return one.isEmpty() || other.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }

  private static Optional<Set<Capability>> shared(
      Optional<Set<Capability>> one, Optional<Set<Capability>> other) {
    return one.flatMap(mine ->
        other.map(theirs ->
            mine.stream().filter(theirs::contains).collect(Collectors.toUnmodifiableSet())));
  }

  /** Why the model cannot take a request, in words that follow its name; nothing where it can. */
  Optional<String> lack(RouteNeeds needs) {
    long wanted = needs.totalTokens();
    if (wanted > contextTokens.orElse(Long.MAX_VALUE)) {
      return Optional.of("has room for " + contextTokens.getAsLong() + " of " + wanted + " tokens");
    }
    long output = needs.maxOutputTokens().orElse(0);
    if (output > maxOutputTokens.orElse(Long.MAX_VALUE)) {
      return Optional.of(
          "answers with at most " + maxOutputTokens.getAsLong() + " of " + output + " tokens");
    }
    if (capabilities.isEmpty() || capabilities.get().containsAll(needs.capabilities())) {
      return Optional.empty();
    }
    Set<Capability> missing = EnumSet.copyOf(needs.capabilities());
    missing.removeAll(capabilities.get());
    return Optional.of(
        "lacks " + missing.stream().map(Capability::text).collect(Collectors.joining(", ")));
  }

  /** The settings that would be needed to be sure that it can take a request. */
  List<String> unstated(RouteNeeds needs) {
    List<String> settings = new ArrayList<>(0);
    if (needs.totalTokens() > 0 && contextTokens.isEmpty()) {
      settings.add("context-tokens");
    }
    if (needs.maxOutputTokens().isPresent() && maxOutputTokens.isEmpty()) {
      settings.add("max-output-tokens");
    }
    if (!needs.capabilities().isEmpty() && capabilities.isEmpty()) {
      settings.add("capabilities");
    }
    return settings;
  }
}
