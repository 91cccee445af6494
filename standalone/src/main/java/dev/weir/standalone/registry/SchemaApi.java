package dev.weir.standalone.registry;

import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /schemas}: schemas by their id, and all of them. */
final class SchemaApi {

  private final RegistryState state;

  SchemaApi(RegistryState state) {
    this.state = state;
  }

  Object answer(ApiCall call) {
    if (!call.method().equals("GET")) {
      throw Refusal.wrongMethod();
    }
    return switch (call.segment(1)) {
      case "" -> all(call);
      case "types" -> List.of("AVRO");
      case "ids" -> byId(call);
      default -> throw Refusal.noSuchAddress();
    };
  }

  private Object byId(ApiCall call) {
    int id = id(call.segment(2));
    SchemaText text = state.text(id).orElseThrow(() -> Refusal.schemaNotFound(id));
    if (call.path().size() == 3) {
      return withId(call, text);
    }
    Stream<SubjectVersion> versions =
        state.withId(id).stream().filter(v -> call.flag("deleted") || !v.deleted());
    return switch (call.segment(3)) {
      case "schema" -> new RawJson(text.schema());
      case "subjects" -> versions.map(SubjectVersion::subject).distinct().toList();
      case "versions" ->
          versions.map(v -> Map.of("subject", v.subject(), "version", v.version())).toList();
      default -> throw Refusal.noSuchAddress();
    };
  }

  private SchemaString withId(ApiCall call, SchemaText text) {
    var answer = new SchemaString(text.schema());
    answer.setReferences(text.references());
    if (call.flag("fetchMaxId")) {
      answer.setMaxId(state.lastId());
    }
    return answer;
  }

  private List<Schema> all(ApiCall call) {
    return state.subjects().stream()
        .filter(subject -> subject.startsWith(call.parameter("subjectPrefix")))
        .flatMap(subject -> listed(call, subject).stream())
        .map(SubjectVersion::asEntity)
        .toList();
  }

  private List<SubjectVersion> listed(ApiCall call, String subject) {
    List<SubjectVersion> versions =
        state.versions(subject).stream().filter(v -> call.flag("deleted") || !v.deleted()).toList();
    return call.flag("latestOnly") && !versions.isEmpty() ? List.of(versions.getLast()) : versions;
  }

  private static int id(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refusal.noSuchAddress();
    }
  }
}
