package dev.weir.standalone.cli;

import dev.weir.governance.stop.StopScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What an order is for. */
final class StopScopeOptions {

  @Option(names = "--team", paramLabel = "TEAM", description = "All that a team does.")
  private @Nullable String team;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "All that is done with a key, by its id, or with an issuer's tokens: token:NAME.")
  private @Nullable String key;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "A model or a route, or a model by its provider's name for it.")
  private @Nullable String model;

  @Option(names = "--all", description = "Everything.")
  private boolean all;

  StopScope read(CommandSpec spec) {
    List<StopScope> scopes = new ArrayList<>();
    try {
      if (team != null) {
        scopes.add(new StopScope(StopScope.Kind.TEAM, team));
      }
      if (key != null) {
        scopes.add(new StopScope(StopScope.Kind.KEY, key));
      }
      if (model != null) {
        scopes.add(new StopScope(StopScope.Kind.MODEL, model));
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    if (all) {
      scopes.add(StopScope.EVERYTHING);
    }
    if (scopes.size() != 1) {
      throw new ParameterException(
          spec.commandLine(), "say one of --team, --key, --model and --all");
    }
    return scopes.getFirst();
  }
}
