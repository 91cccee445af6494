package dev.weir.schemas.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.topic.Topic;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogConnectionTest {

  private static final URI REGISTRY = URI.create("http://registry:8081");

  private final LogConnection connection =
      new LogConnection(
          "broker:9092",
          REGISTRY,
          "acme.",
          Map.of("sasl.jaas.config", "hunter2", "basic.auth.user.info", "user:hunter3"));

  @Test
  void givesKafkaAndTheRegistryEachTheirOwnProperties() {
    assertThat(connection.clientProperties())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("bootstrap.servers", "broker:9092", "sasl.jaas.config", "hunter2"));
    assertThat(connection.registryProperties())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "schema.registry.url", "http://registry:8081",
                "basic.auth.user.info", "user:hunter3"));
  }

  @Test
  void letsNoIdleBrokerHoldBackWhatAReaderWaitsFor() {
    assertThat(connection.readerProperties())
        .containsAllEntriesOf(connection.clientProperties())
        .containsEntry("enable.auto.commit", false)
        .containsEntry("fetch.max.wait.ms", 5);
  }

  @Test
  void namesTopicsAndSubjects() {
    assertThat(connection.topic(Topic.PRICE_BOOK)).isEqualTo("acme.price-book");
    assertThat(connection.subject(Topic.PRICE_BOOK)).isEqualTo("acme.price-book-value");
  }

  @Test
  void showsNoCredential() {
    assertThat(connection)
        .hasToString(
            "LogConnection[broker:9092, http://registry:8081, acme.,"
                + " [basic.auth.user.info, sasl.jaas.config]]");
  }

  @Test
  void refusesWhatCannotBeATopicName() {
    assertThatThrownBy(() -> new LogConnection("b:1", REGISTRY, "our topics/", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("topic prefix: expected up to 200 of [a-zA-Z0-9._-]: our topics/");
  }
}
