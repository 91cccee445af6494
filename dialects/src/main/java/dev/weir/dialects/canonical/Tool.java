package dev.weir.dialects.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What the model may call. */
public sealed interface Tool {

  /**
   * A function of the application.
   *
   * @param schema JSON Schema of the arguments; empty where it has none
   * @param strict whether the arguments must follow the schema; empty where unsaid
   */
  record Function(
      String name,
      Optional<String> description,
      Optional<JsonNode> schema,
      Optional<Boolean> strict,
      Optional<CacheMark> cached)
      implements Tool {

    /** The same by another name. */
    Function named(String other) {
      return new Function(other, description, schema, strict, cached);
    }
  }

  /**
   * A function of the application that takes a text of free form (OpenAI's custom tools).
   *
   * @param grammar what the text must follow; empty where it may be any
   */
  record Custom(String name, Optional<String> description, Optional<Grammar> grammar)
      implements Tool {

    /** A grammar in one of the provider's syntaxes ({@code lark}, {@code regex}). */
    public record Grammar(String syntax, String definition) {}

    /** The same by another name. */
    Custom named(String other) {
      return new Custom(other, description, grammar);
    }
  }

  /**
   * A tool that the provider of that dialect runs or knows: never dropped silently.
   *
   * @param type its name there
   */
  record Foreign(DialectName dialect, String type, JsonNode json) implements Tool {}
}
