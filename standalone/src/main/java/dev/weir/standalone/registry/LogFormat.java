package dev.weir.standalone.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the topic's keys and values, as Confluent's registry writes it, so that one may take
 * over the topic. The order of a key's fields is fixed: compaction compares bytes.
 */
final class LogFormat {

  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] key(LogEntry entry) {
    ObjectNode key = JSON.createObjectNode();
    switch (entry) {
      case LogEntry.OfVersion version ->
          key.put("keytype", "SCHEMA")
              .put("subject", version.subject())
              .put("version", version.version())
              .put("magic", 1);
      case LogEntry.OfCompatibility level ->
          key.put("keytype", "CONFIG").put("subject", level.subject()).put("magic", 0);
      case LogEntry.OfMode mode ->
          key.put("keytype", "MODE").put("subject", mode.subject()).put("magic", 0);
    }
    return bytes(key);
  }

  byte @Nullable [] value(LogEntry entry) {
    return switch (entry) {
      case LogEntry.OfVersion(_, _, SubjectVersion version) ->
          version == null ? null : bytes(versionJson(version));
      case LogEntry.OfCompatibility(String subject, String level) ->
          level == null
              ? null
              : bytes(
                  JSON.createObjectNode().put("subject", subject).put("compatibilityLevel", level));
      case LogEntry.OfMode(String subject, String mode) ->
          mode == null
              ? null
              : bytes(JSON.createObjectNode().put("subject", subject).put("mode", mode));
    };
  }

  /**
   * The entry, or nothing for kinds of record that mean nothing here.
   *
   * @throws IOException where the bytes are not of this format
   */
  Optional<LogEntry> read(byte[] key, byte @Nullable [] value) throws IOException {
    JsonNode keyJson = JSON.readTree(key);
    @Nullable JsonNode valueJson = value == null ? null : JSON.readTree(value);
    @Nullable String subject = text(keyJson, "subject");
    return switch (keyJson.path("keytype").asText()) {
      case "SCHEMA" -> Optional.of(readVersion(keyJson, valueJson));
      case "CONFIG" ->
          Optional.of(new LogEntry.OfCompatibility(subject, text(valueJson, "compatibilityLevel")));
      case "MODE" -> Optional.of(new LogEntry.OfMode(subject, text(valueJson, "mode")));
      default -> Optional.empty();
    };
  }

  private static ObjectNode versionJson(SubjectVersion version) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("subject", version.subject())
            .put("version", version.version())
            .put("id", version.id());
    if (!version.text().references().isEmpty()) {
      json.set("references", JSON.valueToTree(version.text().references()));
    }
    return json.put("schema", version.text().schema()).put("deleted", version.deleted());
  }

  private static LogEntry readVersion(JsonNode key, @Nullable JsonNode value) throws IOException {
    String subject = required(key, "subject").asText();
    int number = required(key, "version").asInt();
    if (value == null) {
      return new LogEntry.OfVersion(subject, number, null);
    }
    List<SchemaReference> references = new ArrayList<>();
    for (JsonNode reference : value.path("references")) {
      references.add(JSON.treeToValue(reference, SchemaReference.class));
    }
    var text = new SchemaText(required(value, "schema").asText(), references);
    int id = required(value, "id").asInt();
    return new LogEntry.OfVersion(
        subject,
        number,
        new SubjectVersion(subject, number, id, text, value.path("deleted").asBoolean()));
  }

  private static JsonNode required(JsonNode json, String field) throws IOException {
    JsonNode value = json.get(field);
    if (value == null || value.isNull()) {
      throw new IOException("no " + field);
    }
    return value;
  }

  private static @Nullable String text(@Nullable JsonNode json, String field) {
    return json == null || !json.hasNonNull(field) ? null : json.get(field).asText();
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
