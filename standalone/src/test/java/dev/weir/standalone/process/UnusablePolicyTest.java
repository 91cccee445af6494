package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.Application;
import dev.weir.standalone.control.ControlException;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two proxies and versions of the policy that they cannot use. */
@Timeout(120)
class UnusablePolicyTest {

  private static final KeyEncryptionKey SECRET = new KeyEncryptionKey(new byte[32]);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      teams:
        search: {}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private EmbeddedBroker broker;
  private SchemaRegistryServer registry;

  @BeforeEach
  void startLog(@TempDir Path log) {
    broker = EmbeddedBroker.start(log, 0);
    registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0);
  }

  @AfterEach
  void stopLog() {
    http.close();
    registry.close();
    broker.close();
  }

  @Test
  void leaveTheOneBeforeInForceOnEveryProxyAndAreNamedUntilTheNextGoodOne(@TempDir Path folder)
      throws Exception {
    try (var north = open(folder, "north");
        var south = open(folder, "south")) {
      List<URI> admins = List.of(start(north), start(south));
      try (var control = control()) {
        control.apply(POLICY, "jo");
        admins.forEach(it -> await(it, "/metrics", "weir_policy_version 1.0"));

        write("version/0000000002/newer", document(2, POLICY + "quantum-limits: {}\n"));
        for (URI admin : admins) {
          await(
              admin,
              "/readyz",
              "\"warnings\":[\"policy version 2 has 1 problem(s) and is ignored; version 1 stays in"
                  + " force\"]");
          assertThat(page(admin, "/metrics"))
              .contains("weir_policy_version 1.0", "weir_policy_refused_version 2.0");
          assertThat(page(admin, "/readyz")).startsWith("{\"ready\":true,");
        }

        write("version/0000000003/broken", new byte[] {0, 0, 0, 0, 1, 7});
        admins.forEach(it ->
            await(
                it, "/readyz", "policy version 3 cannot be read and is ignored; version 1 stays"));
        assertThatThrownBy(() -> control.apply(POLICY, "jo"))
            .isInstanceOf(ControlException.class)
            .hasMessageStartingWith("the record 'version/0000000003/broken' of weir.policy cannot")
            .hasMessageEndingWith("erase it by a record with this key and no value");
        write("version/0000000003/broken", null);

        assertThat(control.apply(POLICY.replace("acme", "better"), "jo"))
            .isEqualTo(new Application.Applied(3, 1, 0));
        for (URI admin : admins) {
          await(admin, "/metrics", "weir_policy_version 3.0");
          assertThat(page(admin, "/metrics")).contains("weir_policy_refused_version 0.0");
          assertThat(page(admin, "/readyz")).contains("\"warnings\":[]");
        }
      }
    }
  }

  private void write(String key, byte @Nullable [] value)
      throws ExecutionException, InterruptedException {
    try (var producer =
        new KafkaProducer<>(
            log().clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(log().topic(Topic.POLICY), key, value)).get();
    }
  }

  private byte[] document(long version, String text) {
    try (var serdes = new EventSerdes(log())) {
      return serdes
          .<PolicyEntry>serializer(Topic.POLICY)
          .serialize(
              log().topic(Topic.POLICY),
              new PolicyEntry(
                  new PolicyDocument(version, text, Instant.EPOCH, "a newer release", "", "")));
    }
  }

  private LogConnection log() {
    return LogConnection.of(broker.bootstrapServers(), registry.uri());
  }

  private ControlPlane control() {
    return ControlPlane.connect(log(), () -> SECRET, InstantSource.system(), new SecureRandom());
  }

  private WeirProcess open(Path folder, String id) {
    Map<String, String> settings =
        Map.of(
            "data",
            folder.resolve(id).toString(),
            "port",
            "0",
            "admin-port",
            "0",
            "proxy.id",
            id,
            "kafka.bootstrap-servers",
            broker.bootstrapServers(),
            "registry.url",
            registry.uri().toString());
    return WeirProcess.open(WeirConfig.load(Optional.empty(), settings, Map.of()), id);
  }

  private static URI start(WeirProcess process) {
    LogConnection log = process.startLog();
    process.startProxy(log, SECRET, URI.create("http://127.0.0.1:1"));
    return Objects.requireNonNull(process.publishAddresses(log).others().get(Addresses.ADMIN));
  }

  private void await(URI admin, String path, String text) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!page(admin, path).contains(text)) {
      assertThat(System.nanoTime())
          .as("waited in vain for '%s' on %s", text, page(admin, path))
          .isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private String page(URI admin, String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(admin.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
