package dev.weir.sinks;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import dev.weir.sinks.archive.RollPolicy;
import dev.weir.sinks.feed.ArchiveLimits;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What the sinks are told at start.
 *
 * @param archive the folder of the files; instances that share the work share the folder, on a file
 *     system that keeps file locks
 * @param topics those that are archived
 * @param admin where {@code /livez}, {@code /readyz} and {@code /metrics} answer; port 0 takes a
 *     free one
 */
public record SinksConfig(
    LogConnection log,
    Path archive,
    List<Topic> topics,
    RollPolicy roll,
    ArchiveLimits limits,
    InetSocketAddress admin) {

  /** What auditors and finance need longer than the log keeps it. */
  public static final List<Topic> DEFAULT_TOPICS = List.of(Topic.AUDIT, Topic.CHARGEBACK);

  public SinksConfig {
    topics = List.copyOf(topics);
    if (topics.isEmpty()) {
      throw new IllegalArgumentException("no topics to archive");
    }
    for (Topic topic : topics) {
      if (topic.valueSchema().isEmpty()) {
        throw new IllegalArgumentException(topic + " has no schema, so it cannot be archived");
      }
    }
  }

  /** The default topics and limits. */
  public static SinksConfig of(
      LogConnection log, Path archive, RollPolicy roll, InetSocketAddress admin) {
    return new SinksConfig(log, archive, DEFAULT_TOPICS, roll, ArchiveLimits.DEFAULT, admin);
  }
}
