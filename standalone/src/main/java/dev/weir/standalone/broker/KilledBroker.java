package dev.weir.standalone.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that was killed, and that the controller still believes alive.
 *
 * <p>It believes so until the session has run out, nine seconds. As long its successor may not
 * register, yet reads in the metadata that it leads all partitions, and ends the transactions that
 * were left open. If the session runs out in the middle of that, partitions have no leader for a
 * moment, and Kafka (4.3.1, {@code TransactionMarkerChannelManager}) takes them for deleted: their
 * transaction counts as ended and stays open in them, and who reads committed records waits before
 * it for ever. So the controller is told first, alone.
 */
final class KilledBroker {

  private static final Logger LOGGER = LoggerFactory.getLogger(KilledBroker.class);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private KilledBroker() {}

  /** Whether a broker has written here and was not stopped in order. */
  static boolean isIn(Path log) {
    return Files.exists(log.resolve("meta.properties"))
        && Files.notExists(log.resolve(".kafka_cleanshutdown"));
  }

  /** Takes it out of the metadata. Where that fails, the start goes on after the session's end. */
  static void unregister(Path log) {
    int port = LoopbackPort.free("Kafka's controller", 0);
    var controller =
        new KafkaRaftServer(
            new KafkaConfig(BrokerSettings.ofController(log, port), false), Time.SYSTEM);
    try {
      controller.startup();
      unregister(port);
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  private static void unregister(int controllerPort) {
    try (var admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG,
                LoopbackPort.HOST + ":" + controllerPort,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(LIMIT.toMillis())))) {
      admin
          .unregisterBroker(BrokerSettings.NODE_ID)
          .all()
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) {
        LOGGER.warn("a broker that was killed could not be unregistered; its session runs out", e);
      }
    }
  }
}
