package dev.weir.standalone.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /subjects}: registers, looks up, lists and deletes versions. */
final class SubjectApi {

  private final RegistryState state;
  private final Registration registration;
  private final Deletion deletion;
  private final Schemas schemas;
  private final Versions versions;

  SubjectApi(RegistryState state, SchemaLog log) {
    this.state = state;
    this.schemas = new Schemas(state);
    this.versions = new Versions(state);
    this.registration = new Registration(state, log, schemas);
    this.deletion = new Deletion(state, log, versions);
  }

  Object answer(ApiCall call) {
    String subject = call.segment(1);
    return switch (call.path().size()) {
      case 1 -> only("GET", call, () -> list(call));
      case 2 ->
          switch (call.method()) {
            case "POST" -> lookUp(call, subject);
            case "DELETE" -> deletion.ofSubject(subject, call.flag("permanent"));
            default -> throw Refusal.wrongMethod();
          };
      default -> {
        if (!call.segment(2).equals("versions")) {
          throw Refusal.noSuchAddress();
        }
        yield ofVersions(call, subject);
      }
    };
  }

  private Object ofVersions(ApiCall call, String subject) {
    boolean withDeleted = call.flag("deleted");
    String version = call.segment(3);
    return switch (call.path().size()) {
      case 3 ->
          switch (call.method()) {
            case "GET" -> numbers(versions.of(subject, withDeleted));
            case "POST" -> register(call, subject);
            default -> throw Refusal.wrongMethod();
          };
      case 4 ->
          switch (call.method()) {
            case "GET" -> versions.find(subject, version, withDeleted).asEntity();
            case "DELETE" -> deletion.ofVersion(subject, version, call.flag("permanent"));
            default -> throw Refusal.wrongMethod();
          };
      case 5 ->
          only(
              "GET",
              call,
              () ->
                  switch (call.segment(4)) {
                    case "schema" ->
                        new RawJson(versions.find(subject, version, withDeleted).text().schema());
                    case "referencedby" ->
                        deletion.referrers(versions.find(subject, version, withDeleted)).stream()
                            .map(SubjectVersion::id)
                            .toList();
                    default -> throw Refusal.noSuchAddress();
                  });
      default -> throw Refusal.noSuchAddress();
    };
  }

  private List<String> list(ApiCall call) {
    boolean withDeleted = call.flag("deleted");
    return state.subjects().stream()
        .filter(subject -> subject.startsWith(call.parameter("subjectPrefix")))
        .filter(
            subject -> state.versions(subject).stream().anyMatch(v -> withDeleted || !v.deleted()))
        .toList();
  }

  private Object register(ApiCall call, String subject) {
    var request = call.body(RegisterSchemaRequest.class);
    AvroSchema schema = schemas.checked(textOf(request), call.flag("normalize"));
    return registration.register(subject, schema);
  }

  private Object lookUp(ApiCall call, String subject) {
    var request = call.body(RegisterSchemaRequest.class);
    AvroSchema schema = schemas.checked(textOf(request), call.flag("normalize"));
    var wanted = new SchemaText(schema.canonicalString(), schema.references());
    Optional<SubjectVersion> found =
        versions.of(subject, call.flag("deleted")).reversed().stream()
            .filter(version -> version.text().equals(wanted))
            .findFirst();
    return found.orElseThrow(Refusal::schemaNotFound).asEntity();
  }

  static SchemaText textOf(RegisterSchemaRequest request) {
    @Nullable String type = request.getSchemaType();
    if (type != null && !type.equals(AvroSchema.TYPE)) {
      throw Refusal.invalidSchema("type " + type + " is not supported here, only AVRO");
    }
    if (request.getSchema() == null || request.getSchema().isBlank()) {
      throw Refusal.invalidSchema("empty");
    }
    return new SchemaText(
        request.getSchema(),
        request.getReferences() == null ? List.of() : new ArrayList<>(request.getReferences()));
  }

  static List<Integer> numbers(List<SubjectVersion> versions) {
    return versions.stream().map(SubjectVersion::version).toList();
  }

  private static Object only(String method, ApiCall call, Supplier<Object> answer) {
    if (!call.method().equals(method)) {
      throw Refusal.wrongMethod();
    }
    return answer.get();
  }
}
