package dev.weir.proxy.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.weir.dialects.json.Json;
import java.util.Optional;

/**
 * Compares answers with the JSON Schema that a caller's request gave. The schema is the caller's:
 * nothing that it refers to is fetched, and its patterns are matched in linear time.
 */
final class SchemaCheck {

  enum Result {
    CONFORMS,
    DIFFERS,
    /** The schema cannot be used. */
    UNUSABLE
  }

  private final Optional<Schema> schema;

  SchemaCheck(JsonNode schema) {
    this.schema = usable(schema);
  }

  private static Optional<Schema> usable(JsonNode schema) {
    try {
      return Optional.of(
          SchemaRegistry.withDefaultDialect(
                  SpecificationVersion.DRAFT_2020_12,
                  builder ->
                      builder
                          .schemaCacheEnabled(false)
                          .schemaLoader(loader -> loader.block(_ -> true))
                          .schemaRegistryConfig(
                              SchemaRegistryConfig.builder()
                                  .regularExpressionFactory(SchemaCheck::linear)
                                  .build()))
              .getSchema(schema));
    } catch (SchemaException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static com.networknt.schema.regex.RegularExpression linear(String regex) {
    try {
      Pattern pattern = Pattern.compile(regex);
      return text -> pattern.matcher(text).find();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("no RE2 regex", e);
    }
  }

  Result of(String answer) {
    Optional<JsonNode> json = Json.tree(answer);
    if (json.isEmpty()) {
      return Result.DIFFERS;
    }
    if (schema.isEmpty()) {
      return Result.UNUSABLE;
    }
    try {
      return schema.get().validate(json.get()).isEmpty() ? Result.CONFORMS : Result.DIFFERS;
    } catch (SchemaException | IllegalArgumentException | StackOverflowError _) {
      return Result.UNUSABLE;
    }
  }
}
