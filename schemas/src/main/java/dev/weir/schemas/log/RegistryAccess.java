package dev.weir.schemas.log;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.util.List;
import java.util.Map;

/** Opens the genuine client of a registry, with limits on what it waits for and remembers. */
public final class RegistryAccess {

  private static final int SCHEMAS_PER_SUBJECT_MAX = 100;
  private static final int CONNECT_LIMIT_MILLIS = 5_000;
  private static final int READ_LIMIT_MILLIS = 15_000;

  private RegistryAccess() {}

  /** The caller closes the client. Nothing is sent before its first call. */
  public static SchemaRegistryClient open(LogConnection connection) {
    Map<String, Object> properties = connection.registryProperties();
    properties.putIfAbsent("schema.registry.http.connect.timeout.ms", CONNECT_LIMIT_MILLIS);
    properties.putIfAbsent("schema.registry.http.read.timeout.ms", READ_LIMIT_MILLIS);
    return new CachedSchemaRegistryClient(
        List.of(connection.registryUrl().toString()),
        SCHEMAS_PER_SUBJECT_MAX,
        List.of(new AvroSchemaProvider()),
        properties);
  }
}
