package dev.weir.processors.failure;

import dev.weir.processors.event.Counters;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.jspecify.annotations.Nullable;

/** Records whose bytes are no event: counted and kept in the dead letters. */
public final class UnreadableRecords extends LogAndContinueExceptionHandler {

  private @Nullable Counters counters;

  @Override
  public void configure(Map<String, ?> configs) {
    super.configure(configs);
    counters = DeadLetters.counters(configs);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    if (counters != null) {
      counters.deadLetter("read");
    }
    return super.handleError(context, record, exception);
  }
}
