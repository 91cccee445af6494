package dev.weir.processors;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.log.LogConnection;
import java.nio.file.Path;

/**
 * All that the processors can be told.
 *
 * @param connection the log, whose topics exist
 * @param keyEncryptionKey opens the data keys, for the scan of prompts
 * @param stateDirectory for state stores, which are rebuilt from the log when it is lost; no two
 *     processes share one
 * @param threads how many threads share the tasks
 * @param adminPort for health and metrics, on the loopback address; 0 picks a free one
 */
public record ProcessorsConfig(
    LogConnection connection,
    KeyEncryptionKey keyEncryptionKey,
    Path stateDirectory,
    int threads,
    int adminPort,
    Pace pace) {

  private static final int THREADS_MAX = 256;
  private static final int PORT_MAX = 65_535;

  public ProcessorsConfig {
    if (threads < 1 || threads > THREADS_MAX) {
      throw new IllegalArgumentException("threads: from 1 to " + THREADS_MAX + ", got " + threads);
    }
    if (adminPort < 0 || adminPort > PORT_MAX) {
      throw new IllegalArgumentException(
          "admin port: from 0 to " + PORT_MAX + ", got " + adminPort);
    }
  }

  /** The name of the application in Kafka, which its groups and internal topics begin with. */
  String applicationId() {
    return connection.topicPrefix().replaceAll("[._-]+$", "") + "-processors";
  }
}
