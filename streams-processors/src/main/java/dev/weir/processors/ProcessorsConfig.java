package dev.weir.processors;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.log.LogConnection;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that the processors can be told.
 *
 * @param connection the log, whose topics exist
 * @param keyEncryptionKey opens the data keys, for the scan of prompts
 * @param stateDirectory for state stores, which are rebuilt from the log when it is lost; no two
 *     processes share one
 * @param threads how many threads share the tasks of each of the applications but that of names,
 *     which has one
 * @param names what finds names in prompts, opened when the first prompt comes and closed at the
 *     end where it can be; nothing where nobody wants to know
 * @param admin where health and metrics answer; port 0 picks a free one
 */
public record ProcessorsConfig(
    LogConnection connection,
    KeyEncryptionKey keyEncryptionKey,
    Path stateDirectory,
    int threads,
    InetSocketAddress admin,
    Pace pace,
    Optional<Supplier<? extends Detector>> names) {

  private static final int THREADS_MAX = 256;

  public ProcessorsConfig {
    if (threads < 1 || threads > THREADS_MAX) {
      throw new IllegalArgumentException("threads: from 1 to " + THREADS_MAX + ", got " + threads);
    }
  }

  /** The application's name in Kafka, which its group and internal topics begin with. */
  String applicationId(Application.Task task) {
    return applicationId(connection, task);
  }

  static String applicationId(LogConnection log, Application.Task task) {
    return log.topicPrefix().replaceAll("[._-]+$", "") + task.suffix();
  }
}
