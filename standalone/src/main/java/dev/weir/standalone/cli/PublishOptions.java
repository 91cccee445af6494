package dev.weir.standalone.cli;

import dev.weir.standalone.control.Publication;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What is told of a version besides its text. */
final class PublishOptions {

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      description = "Why, in one line; stands in 'weir policy history'.")
  private String comment = "";

  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "Only where version N governs; 0 where none may govern yet.")
  private @Nullable Long ifVersion;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who publishes, for the history (the user of the operating system).")
  private @Nullable String by;

  Publication publication(CommandSpec spec) {
    String who = by == null ? System.getProperty("user.name", "unknown") : by;
    try {
      return new Publication(
          who, comment, ifVersion == null ? OptionalLong.empty() : OptionalLong.of(ifVersion));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
