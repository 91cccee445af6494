package dev.weir.standalone.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.CompatibilityCheckResponse;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaRequest;
import java.util.List;

/** {@code /compatibility}: what registering a schema would say, without registering it. */
final class CompatibilityApi {

  private final RegistryState state;
  private final Registration registration;
  private final Schemas schemas;
  private final Versions versions;

  CompatibilityApi(RegistryState state, SchemaLog log) {
    this.state = state;
    this.schemas = new Schemas(state);
    this.versions = new Versions(state);
    this.registration = new Registration(state, log, schemas);
  }

  Object answer(ApiCall call) {
    if (!call.segment(1).equals("subjects") || !call.segment(3).equals("versions")) {
      throw Refusal.noSuchAddress();
    }
    if (!call.method().equals("POST")) {
      throw Refusal.wrongMethod();
    }
    return check(call, call.segment(2), call.segment(4));
  }

  private CompatibilityCheckResponse check(ApiCall call, String subject, String version) {
    var request = call.body(RegisterSchemaRequest.class);
    AvroSchema schema = schemas.checked(SubjectApi.textOf(request), call.flag("normalize"));
    List<String> problems = registration.problems(subject, schema, compared(subject, version));
    var answer = new CompatibilityCheckResponse();
    answer.setIsCompatible(problems.isEmpty());
    if (call.flag("verbose")) {
      answer.setMessages(problems);
    }
    return answer;
  }

  /** All versions where none is named; none where the newest of nothing is. */
  private List<SubjectVersion> compared(String subject, String version) {
    List<SubjectVersion> live = state.versions(subject).stream().filter(v -> !v.deleted()).toList();
    if (version.isEmpty() || (Versions.isLatest(version) && live.isEmpty())) {
      return live;
    }
    return List.of(versions.find(subject, version, false));
  }
}
