package dev.weir.standalone.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What each part of Weir can be told, whether all run in one process or each in its own. */
public record Parts(Proxy proxy, Processors processors, Sinks sinks, int echoPort) {

  /**
   * The data plane.
   *
   * @param id tells proxies apart in events, metrics and file names; stable over restarts
   * @param records false only for measurements: nothing is written to the log
   * @param connectionsMax of callers at once
   * @param heldAnswersMaxBytes of all plain answers that guards hold; of one team a quarter
   * @param journal where what is not in the log yet lies; in the data folder where it is not given
   * @param credentials what a policy may refer to
   */
  public record Proxy(
      String id,
      boolean records,
      int connectionsMax,
      int bodyMaxBytes,
      long heldAnswersMaxBytes,
      Duration drainTimeout,
      Optional<Path> journal,
      long journalMaxBytes,
      CredentialSettings credentials) {}

  /**
   * The stream processors.
   *
   * @param state where the stores lie; in the data folder where it is not given
   * @param orphanAfter how long an exchange may be silent before it is closed
   * @param chargebackFlush how often rows are written
   * @param names whether prompts are read for names
   */
  public record Processors(
      Optional<Path> state,
      int threads,
      int adminPort,
      Duration orphanAfter,
      Duration chargebackFlush,
      boolean names) {}

  /**
   * The archive.
   *
   * @param archive where the files lie; in the data folder where it is not given
   * @param rollAfter how long a file stays open at most
   */
  public record Sinks(Optional<Path> archive, int adminPort, long rollBytes, Duration rollAfter) {}

  private static final int CONNECTIONS = 10_000;
  private static final int BODY_MAX_BYTES = 10 << 20;
  private static final int BODY_LIMIT_BYTES = 15 << 20;
  private static final long HELD_ANSWERS_BYTES = 128L << 20;

  /** One team's quarter still holds an answer of an ordinary size. */
  private static final long HELD_ANSWERS_MIN_BYTES = 4L << 20;

  private static final long JOURNAL_BYTES = 1L << 30;
  private static final long ROLL_BYTES = 64L << 20;

  static Parts from(Settings settings) {
    return new Parts(
        new Proxy(
            settings.name("proxy.id", "proxy-1"),
            settings.onOff("proxy.recording", true),
            settings.count("proxy.connections-max", CONNECTIONS, 16, 1_000_000),
            settings.count("proxy.body-max-bytes", BODY_MAX_BYTES, 1_024, BODY_LIMIT_BYTES),
            settings.bytes(
                "proxy.held-answers-max-bytes",
                HELD_ANSWERS_BYTES,
                HELD_ANSWERS_MIN_BYTES,
                1L << 40),
            settings.duration("proxy.drain-timeout", Duration.ofSeconds(30)),
            settings.optionalPath("proxy.journal"),
            settings.bytes("proxy.journal-max-bytes", JOURNAL_BYTES, 1L << 27, 1L << 40),
            CredentialSettings.from(settings)),
        new Processors(
            settings.optionalPath("processors.state"),
            settings.count("processors.threads", 1, 1, 64),
            settings.port("processors.admin-port", 0),
            settings.duration("processors.orphan-after", Duration.ofMinutes(15)),
            settings.duration("processors.chargeback-flush", Duration.ofMinutes(1)),
            settings.onOff("processors.names", true)),
        new Sinks(
            settings.optionalPath("sinks.archive"),
            settings.port("sinks.admin-port", 0),
            settings.bytes("sinks.roll-bytes", ROLL_BYTES, 1L << 16, 1L << 32),
            settings.duration("sinks.roll-after", Duration.ofMinutes(5))),
        settings.port("echo.port", 0));
  }
}
