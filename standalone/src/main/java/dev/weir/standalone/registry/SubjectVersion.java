package dev.weir.standalone.registry;

import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;

/** One version of a subject. A deleted one is still read by its id, and never used again. */
record SubjectVersion(String subject, int version, int id, SchemaText text, boolean deleted) {

  SubjectVersion {
    if (version < 1 || id < 1) {
      throw new IllegalArgumentException("version and id begin at 1: " + version + ", " + id);
    }
  }

  SubjectVersion asDeleted() {
    return new SubjectVersion(subject, version, id, text, true);
  }

  /** As clients read it; they take a missing type for Avro. */
  Schema asEntity() {
    return new Schema(subject, version, id, "AVRO", text.references(), text.schema());
  }
}
