package dev.weir.standalone.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads schemas as Confluent's own client does, with what they refer to. */
final class Schemas {

  private static final int TEXT_LENGTH_MAX = 512 * 1024;
  private static final int REFERENCES_MAX = 100;

  private final RegistryState state;

  Schemas(RegistryState state) {
    this.state = state;
  }

  /** A schema from outside, checked. */
  AvroSchema checked(SchemaText text, boolean normalize) {
    if (text.schema().length() > TEXT_LENGTH_MAX) {
      throw Refusal.invalidSchema("longer than " + TEXT_LENGTH_MAX + " characters");
    }
    AvroSchema schema = parsed(text);
    try {
      schema.validate(true);
      return normalize ? schema.normalize() : schema;
    } catch (RuntimeException e) {
      throw Refusal.invalidSchema(String.valueOf(e.getMessage()));
    }
  }

  /** A schema that stands in the log. */
  AvroSchema parsed(SchemaText text) {
    Map<String, String> resolved = new LinkedHashMap<>();
    resolve(text.references(), resolved, new HashSet<>());
    try {
      var schema = new AvroSchema(text.schema(), text.references(), resolved, null);
      // The text is parsed here and not when it is made.
      if (schema.rawSchema() == null) {
        throw Refusal.invalidSchema("empty");
      }
      return schema;
    } catch (RuntimeException e) {
      throw Refusal.invalidSchema(String.valueOf(e.getMessage()));
    }
  }

  private void resolve(
      List<SchemaReference> references, Map<String, String> resolved, Set<String> seen) {
    for (SchemaReference reference : references) {
      if (!seen.add(reference.getName())) {
        continue;
      }
      if (seen.size() > REFERENCES_MAX) {
        throw Refusal.limitReached("references of a schema", REFERENCES_MAX);
      }
      SubjectVersion found =
          state.versions(reference.getSubject()).stream()
              .filter(version -> Objects.equals(version.version(), reference.getVersion()))
              .findFirst()
              .orElseThrow(() ->
                  Refusal.invalidSchema(
                      "no schema reference found for subject \"%s\" and version %s"
                          .formatted(reference.getSubject(), reference.getVersion())));
      // What a reference needs comes before it.
      resolve(found.text().references(), resolved, seen);
      resolved.put(reference.getName(), found.text().schema());
    }
  }
}
