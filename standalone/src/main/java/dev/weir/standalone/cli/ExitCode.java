package dev.weir.standalone.cli;

/** What the command's exit code says. */
final class ExitCode {

  /** All is well. */
  static final int OK = 0;

  /** The command looked, and found a difference or a failure. */
  static final int FOUND = 1;

  /** The command could not do its work: how it was called, or what it runs on, is wrong. */
  static final int UNUSABLE = 2;

  private ExitCode() {}
}
