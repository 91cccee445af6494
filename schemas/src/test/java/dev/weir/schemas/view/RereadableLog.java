package dev.weir.schemas.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Gives a record again to who seeks back to it, which the mock has forgotten by then. Says nothing
 * of ends while it is away; reading looks then as if nothing was written.
 */
final class RereadableLog extends MockConsumer<String, byte[]> {

  private final List<ConsumerRecord<String, byte[]>> given = new ArrayList<>();
  private final Semaphore questions = new Semaphore(0);
  volatile boolean away;

  RereadableLog() {
    super("earliest");
  }

  @Override
  public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
    ConsumerRecords<String, byte[]> records = super.poll(timeout);
    records.forEach(given::add);
    return records;
  }

  @Override
  public synchronized Map<TopicPartition, Long> endOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    questions.release();
    if (away) {
      throw new TimeoutException("no answer");
    }
    return super.endOffsets(partitions, timeout);
  }

  void awaitQuestionAfter(Runnable cause) {
    questions.drainPermits();
    cause.run();
    try {
      assertThat(questions.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void seek(TopicPartition partition, long offset) {
    super.seek(partition, offset);
    given.removeIf(record -> {
      boolean again = record.partition() == partition.partition() && record.offset() >= offset;
      if (again) {
        addRecord(record);
      }
      return again;
    });
  }
}
