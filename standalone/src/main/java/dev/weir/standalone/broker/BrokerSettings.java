package dev.weir.standalone.broker;

import java.nio.file.Path;
import java.util.Properties;

/** Kafka's settings for one node on one machine. */
final class BrokerSettings {

  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  private static final String CLIENTS = "PLAINTEXT";

  private BrokerSettings() {}

  static Properties of(Path log, int port, int controllerPort) {
    Properties settings = new Properties();
    identity(settings, log, port, controllerPort);
    internalTopics(settings);
    memoryAndDisk(settings);
    times(settings);
    return settings;
  }

  /** For the controller of {@link #of} without its broker. */
  static Properties ofController(Path log, int controllerPort) {
    Properties settings = new Properties();
    controller(settings, log, controllerPort);
    settings.put("process.roles", "controller");
    settings.put("listeners", listener(CONTROLLER, controllerPort));
    settings.put("listener.security.protocol.map", CONTROLLER + ":PLAINTEXT");
    return settings;
  }

  private static String listener(String name, int port) {
    return name + "://" + LoopbackPort.HOST + ":" + port;
  }

  private static void controller(Properties settings, Path log, int port) {
    settings.put("node.id", Integer.toString(NODE_ID));
    // Voters by configuration and not by the log: the controller's port may change with each start.
    settings.put("controller.quorum.voters", NODE_ID + "@" + LoopbackPort.HOST + ":" + port);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("log.dirs", log.toString());
    // Metrics are read through Weir; Kafka's JMX reporter costs start-up time.
    settings.put("metric.reporters", "");
  }

  private static void identity(Properties settings, Path log, int port, int controllerPort) {
    String clients = listener(CLIENTS, port);
    controller(settings, log, controllerPort);
    settings.put("process.roles", "broker,controller");
    settings.put("listeners", clients + "," + listener(CONTROLLER, controllerPort));
    settings.put("advertised.listeners", clients);
    settings.put("inter.broker.listener.name", CLIENTS);
    settings.put(
        "listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    settings.put("auto.create.topics.enable", "false");
  }

  private static void internalTopics(Properties settings) {
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
  }

  private static void memoryAndDisk(Properties settings) {
    // A partition's index files are as large as this from their first record on.
    settings.put("log.index.size.max.bytes", Integer.toString(256 * 1024));
    settings.put("log.segment.bytes", Integer.toString(64 * 1024 * 1024));
    settings.put("log.cleaner.threads", "1");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
    settings.put("log.cleaner.io.buffer.size", Integer.toString(64 * 1024));
    settings.put("offsets.load.buffer.size", Integer.toString(256 * 1024));
    settings.put("transaction.state.log.load.buffer.size", Integer.toString(256 * 1024));
    settings.put("socket.request.max.bytes", Integer.toString(32 * 1024 * 1024));
    settings.put("queued.max.requests", "200");
    settings.put("num.network.threads", "1");
    settings.put("num.io.threads", "4");
    settings.put("num.replica.fetchers", "1");
    settings.put("background.threads", "2");
    settings.put("group.coordinator.threads", "1");
    settings.put("share.coordinator.threads", "1");
  }

  private static void times(Properties settings) {
    settings.put("group.initial.rebalance.delay.ms", "0");
    // What a killed processor leaves open holds up readers of committed records.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    // Without this, an idle node writes to the disk twice a second.
    settings.put("metadata.max.idle.interval.ms", "30000");
    settings.put("log.retention.check.interval.ms", "60000");
  }
}
