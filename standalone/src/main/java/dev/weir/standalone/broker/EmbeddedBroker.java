package dev.weir.standalone.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker with its controller in this process, bound to the loopback interface.
 *
 * <p>The data directory is kept across restarts and kills. Records are safe in the system's page
 * cache once they are acknowledged: they survive the death of the process, not of the machine.
 *
 * <p>When its disk fails, Kafka ends the whole process: better no gateway than one that does not
 * record.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private final BrokerDirectory directory;
  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedBroker(BrokerDirectory directory, KafkaRaftServer server, int port) {
    this.directory = directory;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts, and returns when the broker takes requests.
   *
   * @param dataDirectory made if it is missing; one process at a time
   * @param port where Kafka's clients connect; 0 takes a free one
   * @throws CannotStartException where the directory is in use or not writable, or the port is
   *     taken
   */
  public static EmbeddedBroker start(Path dataDirectory, int port) {
    BrokerDirectory directory = BrokerDirectory.take(dataDirectory);
    try {
      if (KilledBroker.isIn(directory.log())) {
        KilledBroker.unregister(directory.log());
      } else {
        format(directory.log());
      }
      int clients = LoopbackPort.free("Kafka", port);
      int controller = LoopbackPort.free("Kafka's controller", 0);
      var server =
          new KafkaRaftServer(
              new KafkaConfig(BrokerSettings.of(directory.log(), clients, controller), false),
              Time.SYSTEM);
      startOrShutDown(server);
      return new EmbeddedBroker(directory, server, clients);
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /** A server that started by halves would keep its threads, and the process would not end. */
  private static void startOrShutDown(KafkaRaftServer server) {
    try {
      server.startup();
    } catch (RuntimeException | Error e) {
      server.shutdown();
      throw e;
    }
  }

  public int port() {
    return port;
  }

  /** For {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return LoopbackPort.HOST + ":" + port;
  }

  @Override
  public void close() {
    try (directory) {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  /** Writes the identity of a new, empty log; nothing where there is one. */
  private static void format(Path log) {
    // Written last, so that a format that was broken off is done again.
    if (Files.exists(log.resolve("meta.properties"))) {
      return;
    }
    try {
      Files.createDirectories(log);
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(BrokerSettings.NODE_ID)
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setDirectories(List.of(log.toString()))
          .setMetadataLogDirectory(log.toString())
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
          .run();
    } catch (IOException e) {
      throw new CannotStartException("cannot write to " + log, e);
    } catch (Exception e) {
      throw new CannotStartException("cannot format " + log + ": " + e.getMessage(), e);
    }
  }
}
