package dev.weir.standalone.process;

/** Which policy a start publishes. */
public sealed interface Governing {

  /** The text of a policy. */
  String text();

  /** This one, whatever governs. */
  record Always(String name, String text) implements Governing {}

  /** This one where none was ever applied; it comes with a team {@code demo}, which gets a key. */
  record IfNone(String text) implements Governing {}
}
