package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.governance.identity.KeyText;
import dev.weir.schemas.event.VirtualKey;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.NewKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Makes, lists and revokes the keys that callers use.")
final class KeyCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say create, list or revoke");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a key and prints it: it is stored only as a hash and never shown again.")
  int create(
      @Mixin ControlOptions control, @Mixin OutputOptions output, @Mixin NewKeyOptions options) {
    var out = spec.commandLine().getOut();
    NewKey wanted = options.read(spec, Instant.now());
    try (ControlPlane plane = control.connect()) {
      KeyText key = plane.createKey(wanted);
      if (output.isJson()) {
        OutputOptions.print(
            out,
            JsonNodeFactory.instance
                .objectNode()
                .put("keyId", key.keyId())
                .put("team", wanted.team().value())
                .put("key", key.reveal()));
      } else {
        out.println(key.reveal());
      }
    }
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the keys, never their texts.")
  int list(@Mixin ControlOptions control, @Mixin OutputOptions output) {
    var out = spec.commandLine().getOut();
    Instant now = Instant.now();
    List<VirtualKey> keys;
    try (ControlPlane plane = control.connect()) {
      keys = plane.keys();
    }
    if (output.isJson()) {
      keys.forEach(key -> OutputOptions.print(out, json(key, now)));
    } else {
      var table =
          new Table(
              "KEY", "TEAM", "NAME", "PROJECT", "USER", "MODELS", "CREATED", "EXPIRES", "STATE");
      keys.forEach(key ->
          table.row(
              key.getKeyId(),
              key.getTeam(),
              orDash(key.getName()),
              orDash(key.getProject()),
              orDash(key.getUser()),
              key.getModels().isEmpty() ? "all" : String.join(",", key.getModels()),
              key.getCreatedAt(),
              orDash(key.getExpiresAt()),
              state(key, now)));
      table.print(out, "");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Ends a key; every proxy follows within a second.")
  int revoke(
      @Mixin ControlOptions control,
      @Parameters(paramLabel = "KEY", description = "Its id, the middle part of its text.")
          String keyId) {
    try (ControlPlane plane = control.connect()) {
      if (plane.revoke(keyId)) {
        spec.commandLine().getOut().println(keyId + " is revoked");
        return ExitCode.OK;
      }
    }
    spec.commandLine().getErr().println("weir: there is no key " + keyId);
    return ExitCode.FOUND;
  }

  private static String state(VirtualKey key, Instant now) {
    if (key.getRevokedAt() != null) {
      return "revoked";
    }
    return key.getExpiresAt() == null || now.isBefore(key.getExpiresAt()) ? "valid" : "expired";
  }

  private static String orDash(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  private static ObjectNode json(VirtualKey key, Instant now) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("keyId", key.getKeyId())
            .put("team", key.getTeam())
            .put("name", key.getName())
            .put("project", key.getProject())
            .put("user", key.getUser())
            .put("createdAt", text(key.getCreatedAt()))
            .put("expiresAt", text(key.getExpiresAt()))
            .put("revokedAt", text(key.getRevokedAt()))
            .put("state", state(key, now));
    key.getModels().forEach(json.putArray("models")::add);
    return json;
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
