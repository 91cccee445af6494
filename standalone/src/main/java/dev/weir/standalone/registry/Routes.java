package dev.weir.standalone.registry;

import java.util.List;
import java.util.Map;

/** The addresses of the registry. */
final class Routes {

  private final SubjectApi subjects;
  private final SchemaApi schemas;
  private final CompatibilityApi compatibility;
  private final SettingsApi settings;

  Routes(RegistryState state, SchemaLog log) {
    this.subjects = new SubjectApi(state, log);
    this.schemas = new SchemaApi(state);
    this.compatibility = new CompatibilityApi(state, log);
    this.settings = new SettingsApi(state, log);
  }

  /**
   * What goes into the body as JSON.
   *
   * @throws Refusal where the call is not answered
   */
  Object answer(ApiCall call) {
    return switch (call.segment(0)) {
      case "" -> Map.of();
      case "subjects" -> subjects.answer(call);
      case "schemas" -> schemas.answer(call);
      case "compatibility" -> compatibility.answer(call);
      case "config" -> settings.config(call);
      case "mode" -> settings.mode(call);
      case "contexts" -> List.of(".");
      case "health" -> Map.of("status", "UP");
      default -> throw Refusal.noSuchAddress();
    };
  }
}
