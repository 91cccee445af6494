package dev.weir.governance.policy;

/** One thing that is wrong in a policy file, where, and what to do. Lines and columns from 1. */
public record PolicyProblem(int line, int column, String path, String message) {

  @Override
  public String toString() {
    return line + ":" + column + " " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
