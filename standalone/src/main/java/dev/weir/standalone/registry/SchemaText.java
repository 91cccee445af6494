package dev.weir.standalone.registry;

import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import java.util.List;

/** A schema as it is registered: equal texts with equal references share one id. */
record SchemaText(String schema, List<SchemaReference> references) {

  SchemaText {
    references = List.copyOf(references);
  }
}
