package dev.weir.dialects.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What shape the answer's text must have. */
public sealed interface OutputFormat {

  OutputFormat TEXT = new Text();
  OutputFormat JSON = new AnyJson();

  /** Any. */
  record Text() implements OutputFormat {}

  /** Some JSON object. */
  record AnyJson() implements OutputFormat {}

  /**
   * JSON that follows a schema.
   *
   * @param name empty where the dialect has none
   */
  record Schema(
      Optional<String> name,
      Optional<String> description,
      JsonNode schema,
      Optional<Boolean> strict)
      implements OutputFormat {}
}
