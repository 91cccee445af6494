package dev.weir.processors.progress;

/**
 * How far an application has read the log, as far as is certain.
 *
 * @param upToMillis all that was in the log at that time has been processed and committed, by
 *     whichever of the application's processes; 0 where nothing is known
 * @param partitions of the topics that it reads by request or by team
 */
public record Reading(long upToMillis, int partitions) {

  /** Nothing is known. */
  public static final Reading NONE = new Reading(0, 0);
}
