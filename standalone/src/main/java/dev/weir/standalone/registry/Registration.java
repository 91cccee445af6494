package dev.weir.standalone.registry;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a schema into a subject, if what is there already allows it. */
final class Registration {

  private static final int SUBJECTS_MAX = 10_000;
  private static final int VERSIONS_MAX = 1_000;
  private static final int SUBJECT_LENGTH_MAX = 300;

  private final RegistryState state;
  private final SchemaLog log;
  private final Schemas schemas;

  Registration(RegistryState state, SchemaLog log, Schemas schemas) {
    this.state = state;
    this.log = log;
    this.schemas = schemas;
  }

  /** The id, whether the schema is new or was there. */
  RegisterSchemaResponse register(String subject, AvroSchema schema) {
    if (subject.isBlank()
        || subject.length() > SUBJECT_LENGTH_MAX
        || subject.chars().anyMatch(Character::isISOControl)) {
      throw Refusal.invalidSubject(subject);
    }
    var text = new SchemaText(schema.canonicalString(), schema.references());
    return log.whileLocked(() -> {
      List<SubjectVersion> all = state.versions(subject);
      List<SubjectVersion> live = all.stream().filter(v -> !v.deleted()).toList();
      Optional<SubjectVersion> same =
          live.stream().filter(version -> version.text().equals(text)).findFirst();
      if (same.isPresent()) {
        return new RegisterSchemaResponse(same.get().id());
      }
      checkRoom(subject, all);
      List<String> problems = problems(subject, schema, live);
      if (!problems.isEmpty()) {
        throw Refusal.incompatible(subject, problems);
      }
      int number = all.isEmpty() ? 1 : all.getLast().version() + 1;
      var version = new SubjectVersion(subject, number, state.idFor(text), text, false);
      log.append(new LogEntry.OfVersion(subject, number, version));
      return new RegisterSchemaResponse(version.id());
    });
  }

  /** In what the schema breaks with the given versions, by the subject's level of compatibility. */
  List<String> problems(String subject, AvroSchema schema, List<SubjectVersion> versions) {
    String level = state.compatibility(subject).orElseGet(state::compatibility);
    List<ParsedSchema> previous = new ArrayList<>();
    versions.forEach(version -> previous.add(schemas.parsed(version.text())));
    List<String> problems =
        CompatibilityChecker.checker(CompatibilityLevel.forName(level))
            .isCompatible(schema, previous);
    if (problems.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(problems);
    all.add("{compatibility: '" + level + "'}");
    return List.copyOf(all);
  }

  private void checkRoom(String subject, List<SubjectVersion> versions) {
    if (state.mode(subject).orElseGet(state::mode).equals(SettingsApi.READ_ONLY)) {
      throw Refusal.readOnly(subject);
    }
    if (versions.isEmpty() && state.subjects().size() >= SUBJECTS_MAX) {
      throw Refusal.limitReached("subjects", SUBJECTS_MAX);
    }
    if (versions.size() >= VERSIONS_MAX) {
      throw Refusal.limitReached("versions of a subject", VERSIONS_MAX);
    }
  }
}
