package dev.weir.sinks.archive;

/** The process ended here; nothing after this line ran. */
final class Crash extends RuntimeException {

  private static final long serialVersionUID = 1L;
}
