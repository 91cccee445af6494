package dev.weir.standalone.rerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a transaction that fails. The producer is the one that Kafka's clients have. */
class ChargeLogTest {

  private static final String NOT_KNOWN =
      "it is not known whether the corrections were written, all of them or none: run it again, it"
          + " writes nothing twice ";

  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
  private ChargeLog log;

  @BeforeEach
  void open() throws Exception {
    var connection = LogConnection.of("nowhere:9092", URI.create("http://nowhere:8081"));
    var registry = new MockSchemaRegistryClient();
    registry.register(
        connection.subject(Topic.CHARGEBACK),
        new AvroSchema(Topic.CHARGEBACK.valueSchema().orElseThrow()));
    log =
        new ChargeLog(
            connection, InstantSource.system(), new EventSerdes(connection, registry), producer);
    producer.initTransactions();
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void doesNotClaimThatNothingWasWrittenWhereTheCommitIsNotAnswered() {
    producer.commitTransactionException = new TimeoutException("no answer for 20000 ms");

    assertThatThrownBy(() -> log.write(Stream.of()))
        .isInstanceOf(RerateException.class)
        .hasMessage(NOT_KNOWN + "(no answer for 20000 ms)");
  }

  @Test
  void doesNotClaimItWhereAnotherRunBeganDuringTheCommit() {
    producer.commitTransactionException = new ProducerFencedException("a newer one");

    assertThatThrownBy(() -> log.write(Stream.of()))
        .isInstanceOf(RerateException.class)
        .hasMessage(NOT_KNOWN + "(a newer one)");
  }

  @Test
  void saysThatNothingWasWrittenWhereItEndedBeforeTheCommit() {
    producer.flushException = new TimeoutException("too slow");

    assertThatThrownBy(() -> log.write(Stream.of()))
        .isInstanceOf(RerateException.class)
        .hasMessage(
            "the corrections could not be written, none of them will be seen: try again (too slow)");
    assertThat(producer.transactionCommitted()).isFalse();
  }
}
