package dev.weir.schemas.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers, as long as nothing else was ordered. */
final class FailingRegistry extends MockSchemaRegistryClient {

  final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  volatile boolean away;

  @Override
  public ParsedSchema getSchemaBySubjectAndId(String subject, int id)
      throws IOException, RestClientException {
    asked.countDown();
    Exception failure = away ? new IOException("away") : failures.poll();
    return switch (failure) {
      case IOException e -> throw e;
      case RestClientException e -> throw e;
      case null, default -> super.getSchemaBySubjectAndId(subject, id);
    };
  }

  void awaitQuestion() {
    try {
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
