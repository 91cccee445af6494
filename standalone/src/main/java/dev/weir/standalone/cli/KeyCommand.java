package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.TeamId;
import dev.weir.schemas.event.VirtualKey;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.KeyOwner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      @Mixin ControlOptions control,
      @Mixin OutputOptions output,
      @Option(names = "--team", required = true, paramLabel = "TEAM", description = "Who pays.")
          String team,
      @Option(names = "--project", paramLabel = "NAME", description = "A project of the team.")
          @Nullable String project,
      @Option(names = "--user", paramLabel = "NAME", description = "A person.")
          @Nullable String user,
      @Option(
              names = "--expires",
              paramLabel = "INSTANT",
              description = "For example 2027-01-01T00:00:00Z.")
          @Nullable Instant expires) {
    var out = spec.commandLine().getOut();
    var owner = new KeyOwner(Optional.ofNullable(project), Optional.ofNullable(user));
    TeamId teamId = teamId(team);
    try (ControlPlane plane = control.connect()) {
      KeyText key = plane.createKey(teamId, owner, Optional.ofNullable(expires));
      if (output.isJson()) {
        OutputOptions.print(
            out,
            JsonNodeFactory.instance
                .objectNode()
                .put("keyId", key.keyId())
                .put("team", team)
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
    List<VirtualKey> keys;
    try (ControlPlane plane = control.connect()) {
      keys = plane.keys();
    }
    if (output.isJson()) {
      keys.forEach(key -> OutputOptions.print(out, json(key)));
    } else {
      var table = new Table("KEY", "TEAM", "PROJECT", "USER", "CREATED", "STATE");
      keys.forEach(key ->
          table.row(
              key.getKeyId(),
              key.getTeam(),
              orDash(key.getProject()),
              orDash(key.getUser()),
              key.getCreatedAt(),
              state(key)));
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

  private TeamId teamId(String team) {
    try {
      return new TeamId(team);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static String state(VirtualKey key) {
    if (key.getRevokedAt() != null) {
      return "revoked " + key.getRevokedAt();
    }
    return key.getExpiresAt() == null ? "valid" : "until " + key.getExpiresAt();
  }

  private static String orDash(@Nullable String text) {
    return text == null ? "-" : text;
  }

  private static ObjectNode json(VirtualKey key) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("keyId", key.getKeyId())
        .put("team", key.getTeam())
        .put("project", key.getProject())
        .put("user", key.getUser())
        .put("createdAt", key.getCreatedAt().toString())
        .put("expiresAt", key.getExpiresAt() == null ? null : key.getExpiresAt().toString())
        .put("revokedAt", key.getRevokedAt() == null ? null : key.getRevokedAt().toString());
  }
}
