package dev.weir.processors.failure;

import dev.weir.processors.event.Counters;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Records whose bytes are no event: counted and kept in the dead letters. A registry that does not
 * say what they are is no fault of theirs: the thread ends, and the record is read again.
 */
public final class UnreadableRecords extends LogAndContinueExceptionHandler {

  private Map<String, ?> settings = Map.of();
  private @Nullable Counters counters;

  @Override
  public void configure(Map<String, ?> configs) {
    super.configure(configs);
    settings = configs;
    counters = DeadLetters.counters(configs);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    if (exception instanceof RetriableException) {
      return Response.fail();
    }
    if (DeadLetters.keptElsewhere(settings, context.topic()).isPresent()) {
      return Response.resume();
    }
    if (counters != null) {
      counters.deadLetter("read");
    }
    return super.handleError(context, record, exception);
  }
}
