package dev.weir.standalone.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /config} and {@code /mode}: for all subjects, or for one. */
final class SettingsApi {

  static final String READ_ONLY = "READONLY";

  private static final Set<String> MODES = Set.of(RegistryState.DEFAULT_MODE, READ_ONLY);

  private final RegistryState state;
  private final SchemaLog log;

  SettingsApi(RegistryState state, SchemaLog log) {
    this.state = state;
    this.log = log;
  }

  Object config(ApiCall call) {
    @Nullable String subject = subject(call);
    return switch (call.method()) {
      case "GET" -> Map.of("compatibilityLevel", compatibility(call, subject));
      case "PUT" -> {
        String level = level(call.body(JsonNode.class).path("compatibility").asText());
        log.whileLocked(() -> append(new LogEntry.OfCompatibility(subject, level)));
        yield Map.of("compatibility", level);
      }
      case "DELETE" ->
          log.whileLocked(() -> {
            String old = subject == null ? state.compatibility() : ownCompatibility(subject);
            append(new LogEntry.OfCompatibility(subject, null));
            return Map.of("compatibilityLevel", old);
          });
      default -> throw Refusal.wrongMethod();
    };
  }

  Object mode(ApiCall call) {
    @Nullable String subject = subject(call);
    return switch (call.method()) {
      case "GET" -> Map.of("mode", mode(call, subject));
      case "PUT" -> {
        String mode = call.body(JsonNode.class).path("mode").asText().toUpperCase(Locale.ROOT);
        if (!MODES.contains(mode)) {
          throw Refusal.invalidMode();
        }
        log.whileLocked(() -> append(new LogEntry.OfMode(subject, mode)));
        yield Map.of("mode", mode);
      }
      case "DELETE" ->
          log.whileLocked(() -> {
            String old = subject == null ? state.mode() : ownMode(subject);
            append(new LogEntry.OfMode(subject, null));
            return Map.of("mode", old);
          });
      default -> throw Refusal.wrongMethod();
    };
  }

  private String compatibility(ApiCall call, @Nullable String subject) {
    if (subject == null) {
      return state.compatibility();
    }
    return call.flag("defaultToGlobal")
        ? state.compatibility(subject).orElseGet(state::compatibility)
        : ownCompatibility(subject);
  }

  private String mode(ApiCall call, @Nullable String subject) {
    if (subject == null) {
      return state.mode();
    }
    return call.flag("defaultToGlobal")
        ? state.mode(subject).orElseGet(state::mode)
        : ownMode(subject);
  }

  private String ownCompatibility(String subject) {
    return state.compatibility(subject).orElseThrow(() -> Refusal.noCompatibilityOfItsOwn(subject));
  }

  private String ownMode(String subject) {
    return state.mode(subject).orElseThrow(() -> Refusal.noModeOfItsOwn(subject));
  }

  private LogEntry append(LogEntry entry) {
    log.append(entry);
    return entry;
  }

  private static String level(String text) {
    CompatibilityLevel level = CompatibilityLevel.forName(text.toUpperCase(Locale.ROOT));
    if (level == null) {
      throw Refusal.invalidCompatibility();
    }
    return level.name;
  }

  private static @Nullable String subject(ApiCall call) {
    if (call.path().size() > 2) {
      throw Refusal.noSuchAddress();
    }
    return call.path().size() == 2 ? call.segment(1) : null;
  }
}
