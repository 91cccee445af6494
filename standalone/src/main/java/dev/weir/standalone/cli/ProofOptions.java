package dev.weir.standalone.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that every proof has. */
final class ProofOptions {

  @Option(
      names = "--callers",
      paramLabel = "COUNT",
      defaultValue = "64",
      description = "Requests in flight at most (${DEFAULT-VALUE}).")
  private int callers;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Of the requests, and of when who is killed (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--keep", description = "Leave the data where it was written.")
  private boolean keep;

  int callers() {
    return callers;
  }

  long seed() {
    return seed;
  }

  boolean isKept() {
    return keep;
  }

  /** What is to be tried; a number out of its bounds is an error of the command line. */
  static <T> T trial(CommandSpec spec, Supplier<T> trial) {
    try {
      return trial.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
