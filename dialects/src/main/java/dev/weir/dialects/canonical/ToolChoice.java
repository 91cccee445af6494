package dev.weir.dialects.canonical;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Whether the model calls tools. */
public sealed interface ToolChoice {

  ToolChoice UNSAID = new Unsaid();
  ToolChoice AUTO = new Auto();
  ToolChoice NONE = new None();
  ToolChoice REQUIRED = new Required();

  /** The provider's default. */
  record Unsaid() implements ToolChoice {}

  /** As the model likes. */
  record Auto() implements ToolChoice {}

  /** Not at all. */
  record None() implements ToolChoice {}

  /** At least one: Anthropic's and Bedrock's {@code any}. */
  record Required() implements ToolChoice {}

  /** This one. */
  record Named(String name) implements ToolChoice {}

  /** Some of these, in their order; at least one where {@code required}. */
  record Among(Set<String> names, boolean required) implements ToolChoice {

    public Among {
      names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }
  }
}
