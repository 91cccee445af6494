package dev.weir.dialects.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
   * @param instead what other dialects have in its place; empty where they have nothing
   */
  record Foreign(DialectName dialect, String type, JsonNode json, Optional<Instead> instead)
      implements Tool {

    /**
     * The same in tools that other dialects may have.
     *
     * @param lost the names of what they do not say
     */
    public record Instead(List<Tool> tools, List<String> lost) {

      public Instead {
        tools = List.copyOf(tools);
        lost = List.copyOf(lost);
      }
    }

    public Foreign(DialectName dialect, String type, JsonNode json) {
      this(dialect, type, json, Optional.empty());
    }
  }

  /** This one, or those that stand in its place in other dialects. */
  default Stream<Tool> elsewhere() {
    return this instanceof Foreign it && it.instead().isPresent()
        ? it.instead().get().tools().stream().flatMap(Tool::elsewhere)
        : Stream.of(this);
  }
}
