package dev.weir.standalone.process;

import dev.weir.encoder.EncoderSettings;
import dev.weir.encoder.NameDetector;
import dev.weir.encoder.NativeRuntime;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.processors.Pace;
import dev.weir.processors.Processors;
import dev.weir.processors.ProcessorsConfig;
import dev.weir.proxy.ProxyConfig;
import dev.weir.proxy.ProxyLimits;
import dev.weir.proxy.ProxyServer;
import dev.weir.proxy.journal.JournalInUseException;
import dev.weir.proxy.journal.JournalLimits;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.sinks.Sinks;
import dev.weir.sinks.SinksConfig;
import dev.weir.sinks.archive.RollPolicy;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.config.LogSettings;
import dev.weir.standalone.config.Parts;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.echo.EchoConfig;
import dev.weir.standalone.echo.EchoServer;
import dev.weir.standalone.registry.SchemaRegistryServer;
import dev.weir.standalone.secret.PolicyReferences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: starts the parts that a command asks for, in the order of the calls, and
 * closes them last-first. For one thread.
 */
public final class WeirProcess implements AutoCloseable {

  /**
   * Each exactly-once commit costs a marker per partition it touched: with 12 partitions on one
   * machine the quota loop takes ten times as long as with 3 (docs/decisions/0008).
   */
  private static final Logger LOGGER = LoggerFactory.getLogger(WeirProcess.class);

  private static final int EMBEDDED_PARTITIONS = 3;

  private final WeirConfig config;
  private final DataDirectory data;
  private final Closing closing = new Closing();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, URI> addresses = new TreeMap<>();
  private @Nullable Processors processors;

  private final NativeLibraries libraries;

  private WeirProcess(WeirConfig config, DataDirectory data, String role) {
    this.config = config;
    this.data = data;
    closing.add("lock of " + data.path(), data.hold(role));
    this.libraries = closing.add("native code", libraries(data.nativeLibraries(role)));
  }

  private NativeLibraries libraries(Path folder) {
    try {
      return NativeLibraries.in(folder);
    } catch (IOException e) {
      closing.close();
      throw new StartException("cannot use " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Takes the data folder for a role; from now on the log file is in it.
   *
   * @throws StartException where the folder cannot be used, or another process has the role in it
   */
  public static WeirProcess open(WeirConfig config, String role) {
    DataDirectory data = DataDirectory.open(config.data());
    var process = new WeirProcess(config, data, role);
    LogFile.open(data.logFile(role));
    return process;
  }

  public WeirConfig config() {
    return config;
  }

  public DataDirectory data() {
    return data;
  }

  /** What this process needs of the machine; to be asked before anything is started. */
  public Premises premises() {
    return new Premises(config, data);
  }

  /** The log: an existing one, or a broker and a registry of our own; its topics are ready. */
  public LogConnection startLog() {
    LogSettings log = config.log();
    LogConnection connection =
        log.isEmbedded()
            ? startEmbeddedLog(log)
            : new LogConnection(
                log.bootstrapServers().orElseThrow(),
                log.registry().orElseThrow(),
                log.topicPrefix(),
                log.clientProperties());
    prepare(connection);
    return connection;
  }

  /** Makes the topics ready, and verifies them; those of an existing log keep their partitions. */
  public void prepare(LogConnection connection) {
    if (config.log().isEmbedded()) {
      TopicKeeper.ensure(connection, EMBEDDED_PARTITIONS);
    } else {
      TopicKeeper.ensure(connection);
    }
  }

  private LogConnection startEmbeddedLog(LogSettings log) {
    var broker = closing.add("broker", EmbeddedBroker.start(data.path(), log.kafkaPort()));
    var registry =
        closing.add(
            "registry", SchemaRegistryServer.start(broker.bootstrapServers(), log.registryPort()));
    return new LogConnection(
        broker.bootstrapServers(), registry.uri(), log.topicPrefix(), log.clientProperties());
  }

  /** The installation's secret; made where there is none and the log needs none yet. */
  public KeyEncryptionKey secretOrNew(LogConnection log) {
    return Secrets.findOrMake(
        config.keyEncryptionKey(),
        data,
        () -> ControlPlane.needsSecret(log, InstantSource.system()),
        random);
  }

  /** The installation's secret; it must be there, since others have used it already. */
  public KeyEncryptionKey secret() {
    return Secrets.find(config.keyEncryptionKey(), data).orElseThrow(() -> Secrets.missing(data));
  }

  public ControlPlane control(LogConnection log, KeyEncryptionKey secret) {
    return ControlPlane.connect(log, () -> secret, InstantSource.system(), random);
  }

  /** The built-in provider, on loopback. */
  public URI startEcho() {
    EchoServer echo =
        start(
            "echo",
            () ->
                EchoServer.start(
                    EchoConfig.onLoopback(config.parts().echoPort()), InstantSource.system()));
    addresses.put(Addresses.ECHO, echo.uri());
    return echo.uri();
  }

  /** The stream processors; the answer is where their operators look. */
  public URI startProcessors(LogConnection log, KeyEncryptionKey secret) {
    Parts.Processors settings = config.parts().processors();
    Pace usual = Pace.DEFAULT;
    loadStores();
    var processors =
        start(
            "processors",
            () ->
                Processors.start(
                    new ProcessorsConfig(
                        log,
                        secret,
                        premises().state(),
                        settings.threads(),
                        listen(settings.adminPort()),
                        new Pace(
                            settings.orphanAfter(),
                            settings.chargebackFlush(),
                            usual.spikeBucket(),
                            usual.commit(),
                            usual.memory()),
                        settings.names() ? Optional.of(this::openNames) : Optional.empty())));
    this.processors = processors;
    return note(Addresses.PROCESSORS, processors.adminPort());
  }

  private void loadStores() {
    try {
      libraries.loadStores();
    } catch (IOException e) {
      throw new StartException("cannot unpack the native code of RocksDB: " + e.getMessage(), e);
    }
  }

  private NameDetector openNames() {
    try {
      Optional<Path> folder = libraries.path();
      if (folder.isPresent()) {
        NativeRuntime.loadFrom(folder.get());
      }
      return NameDetector.open(EncoderSettings.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the native code of ONNX Runtime", e);
    }
  }

  /**
   * Waits until the processors that were started here have opened their stores.
   *
   * @throws StartException where they cannot, or the thread is interrupted
   */
  public void awaitBegun() {
    Processors started = processors;
    try {
      if (started != null) {
        started.awaitBegun();
      }
    } catch (IllegalStateException e) {
      throw new StartException("the processors do not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Waits until the processors that were started here answer, since a hard limit lets nothing
   * through before; not for ever, since other traffic goes on without them.
   *
   * @throws StartException where one cannot start, or the thread is interrupted
   */
  void awaitProcessors(Duration limit) {
    awaitBegun();
    Processors started = processors;
    try {
      if (started != null && !started.awaitReady(limit)) {
        LOGGER
            .atWarn()
            .addKeyValue("waited", limit)
            .log("the processors are not ready yet: hard limits refuse until they are");
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StartException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StartException("interrupted while the processors start", e);
  }

  /** The data plane; the answer is where callers come in. */
  public URI startProxy(LogConnection log, KeyEncryptionKey secret, URI echo) {
    var listeners = config.listeners();
    Parts.Proxy settings = config.parts().proxy();
    var limits =
        ProxyLimits.DEFAULT
            .withDrainWithin(settings.drainTimeout())
            .withJournal(JournalLimits.ofBytes(settings.journalMaxBytes()));
    var references = closing.add("credentials", new PolicyReferences(config, System.getenv()));
    var proxy =
        start(
            "proxy",
            () ->
                ProxyServer.start(
                    new ProxyConfig(
                        log,
                        secret,
                        settings.id(),
                        premises().journal(),
                        listeners.host(),
                        listeners.port(),
                        listeners.adminPort(),
                        settings.records(),
                        Optional.of(echo.resolve("/v1")),
                        limits
                            .withConnectionsMax(settings.connectionsMax())
                            .withExchange(
                                limits
                                    .exchange()
                                    .withBytes(
                                        settings.bodyMaxBytes(), settings.heldAnswersMaxBytes())),
                        references)));
    note(Addresses.ADMIN, proxy.adminPort());
    return note(Addresses.GATEWAY, proxy.port());
  }

  /** The archive; the answer is where its operators look. */
  public URI startSinks(LogConnection log) {
    Parts.Sinks settings = config.parts().sinks();
    Sinks sinks =
        start(
            "sinks",
            () ->
                Sinks.start(
                    SinksConfig.of(
                        log,
                        premises().archive(),
                        new RollPolicy(
                            settings.rollBytes(),
                            RollPolicy.DEFAULT.rowsMax(),
                            settings.rollAfter()),
                        listen(settings.adminPort()))));
    return note(Addresses.SINKS, sinks.adminPort());
  }

  /** Leaves the addresses in the data folder, for other commands. */
  public Addresses publishAddresses(LogConnection log) {
    var published =
        new Addresses(
            ProcessHandle.current().pid(),
            log.bootstrapServers(),
            log.registryUrl(),
            log.topicPrefix(),
            addresses);
    closing.add("addresses", published.publish(data));
    return published;
  }

  private interface Starter<T> {
    T start() throws IOException;
  }

  /** What {@link #premises} could not foresee, a disk that is full for example, is no defect. */
  private <T extends AutoCloseable> T start(String part, Starter<T> starter) {
    try {
      return closing.add(part, starter.start());
    } catch (JournalInUseException e) {
      throw new StartException(
          e.getMessage()
              + "; give this proxy a name of its own with proxy.id, or a folder of its own with"
              + " proxy.journal",
          e);
    } catch (IOException | UncheckedIOException e) {
      throw new StartException("cannot start the " + part + ": " + e.getMessage(), e);
    }
  }

  private InetSocketAddress listen(int port) {
    return new InetSocketAddress(config.listeners().host(), port);
  }

  private URI note(String name, int port) {
    URI uri = http(port);
    addresses.put(name, uri);
    return uri;
  }

  private URI http(int port) {
    String host = config.listeners().host();
    return URI.create(
        "http://" + (host.equals("0.0.0.0") ? EchoConfig.LOOPBACK : host) + ":" + port);
  }

  @Override
  public void close() {
    closing.close();
  }
}
